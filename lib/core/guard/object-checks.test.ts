import { describe, expect, it } from 'vitest'
import type { Link, Route } from '../model/link'
import type { ObjectChange } from '../plan/object-ref'
import { management, nic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import { observeCommandHost } from '../plan/host-testing'
import { objectChecks } from './object-checks'

const ROUTE: Route = {
  family: 'inet',
  destination: 'default',
  gateway: '192.0.2.1',
  link: 'br0',
  table: 'main',
  protocol: null,
  metric: null,
  preferredSource: null,
}
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
      { read: { argv: read }, expect: { kind: 'has', texts: [' via 192.0.2.1 dev br0 '] } },
    ])
    expect(objectChecks(added, 'before')).toMatchObject([
      { read: { argv: read }, expect: { kind: 'has-not', texts: [' via 192.0.2.1 dev br0 '] } },
    ])
  })

  it('of a route in a table of its own nothing: a table that is empty is an error', () => {
    expect(objectChecks({ ...added, after: { ...ROUTE, table: '77' } }, 'after')).toEqual([])
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
