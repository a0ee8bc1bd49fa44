import { describe, expect, it } from 'vitest'
import type { Link } from '../model/link'
import type { ObjectChange } from '../objects/object-ref'
import { management, nic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import { observeCommandHost } from '../plan/testing/host'
import { newAddress, newRoute } from '../model/new-ip'
import { objectChecks } from './object-checks'

const ROUTE = newRoute({ family: 'inet', destination: 'default', gateway: '192.0.2.1', link: 'br0' })
const added: ObjectChange = { kind: 'route', owner: null, name: 'r', before: null, after: ROUTE }

const eth1 = (): Link => {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, '192.0.2.31')
  nic(host.machine, 'eth1')
  const link = observeCommandHost(host, '192.0.2.31').links.find(({ name }) => name === 'eth1')
  if (link === undefined) throw new Error('the host has no eth1')
  return link
}

describe('what a host is asked about an object', () => {
  it('a route, by its prefix: its link may be gone by then', () => {
    const read = ['ip', 'route', 'show', 'table', 'main', 'to', 'exact', 'default']
    expect(objectChecks(added, 'after')).toMatchObject([
      { read: { argv: read }, expect: { kind: 'has', texts: ['default via 192.0.2.1 dev br0 '] } },
    ])
    expect(objectChecks(added, 'before')).toMatchObject([
      { read: { argv: read }, expect: { kind: 'has-not', texts: ['default via 192.0.2.1 dev br0 '] } },
    ])
  })

  it('a route with all that it was set with, in a table that may be gone with it', () => {
    const route = { ...ROUTE, table: '77', metric: 50, isOnlink: true, options: ['mtu', '1400', 'rtt', '20ms'] }
    const read = ['ip', 'route', 'show', 'table', 'all', 'to', 'exact', 'default']
    expect(
      objectChecks({ ...added, after: route }, 'after').map(({ read: { argv }, expect: is }) => [argv, is]),
    ).toEqual([
      [read, { kind: 'has', texts: ['default via 192.0.2.1 dev br0 table 77 metric 50 onlink '] }],
      [read, { kind: 'has', texts: [' mtu 1400'] }],
    ])
  })

  it('an address with its peer, its broadcast address and its flags', () => {
    const address = { ...newAddress('203.0.113.10/24'), peer: '203.0.113.1/24', options: ['noprefixroute'], metric: 7 }
    const after = { ...eth1(), addresses: [address] }
    const checks = objectChecks({ kind: 'link', owner: null, name: 'eth1', before: eth1(), after }, 'after')
    expect(checks.map(({ expect: is }) => is)).toContainEqual({
      kind: 'has',
      texts: [' 203.0.113.10 peer 203.0.113.1/24 metric 7 '],
    })
    expect(checks.map(({ read }) => read.argv.join(' '))).toContain('ip -o addr show dev eth1 to 203.0.113.10')
  })

  it('a link that enters Open vSwitch may have its datapath as master, any other link may not', () => {
    const link = eth1()
    const change: ObjectChange = { kind: 'link', owner: null, name: 'eth1', before: link, after: link }
    const summaries = (inOvs: string[]) =>
      objectChecks(change, 'after', { inOvs: new Set(inOvs), fakeBridges: new Set() }).map(({ summary }) => summary)
    expect(summaries([])).toContain('eth1 has no master')
    expect(summaries(['eth1'])).not.toContain('eth1 has no master')
  })
})
