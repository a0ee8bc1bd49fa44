import { describe, expect, it } from 'vitest'
import { factsOfCapture, outputOf } from './testing/captured-facts'
import { observeLinks } from './links'
import { managementPath, parseSshConnection } from './management'
import { observeOvs } from './ovs'
import type { RawFacts } from './read-command'

function pathOf(facts: RawFacts, sshConnection: string | null) {
  const ovs = observeOvs(facts).value.state
  const ovsInternalNames = new Set(
    ovs?.bridges.flatMap((bridge) =>
      bridge.ports.flatMap((port) => port.interfaces.filter(({ type }) => type === 'internal').map(({ name }) => name)),
    ),
  )
  const context = {
    ovsInternalNames,
    lldpLinks: new Set<string>(),
    managementAddress: parseSshConnection(sshConnection)?.local ?? null,
  }
  const { links, routes } = observeLinks(facts, context).value
  return managementPath(sshConnection, links, routes, ovs)
}

const to = (address: string) => `192.0.2.99 50000 ${address} 22`
const address = (local: string, prefixlen = 24) => [
  { family: local.includes(':') ? 'inet6' : 'inet', local, prefixlen },
]
const factsOfLinks = (rows: object[]): RawFacts => ({
  'links.addr': outputOf(
    JSON.stringify(rows.map((row, index) => ({ ifindex: index + 1, link_type: 'ether', ...row }))),
  ),
})
const kind = (info_kind: string, info_slave_kind?: string) => ({ linkinfo: { info_kind, info_slave_kind } })

describe('managementPath on captured hosts', () => {
  it.each([
    ['debian12-uml', '10.0.2.15', ['eth0']],
    // br125 → its VLAN link → the bond → its members; the guests' taps in br125 are no way out.
    ['debian12-uml', '172.16.125.10', ['br125', 'bond0.125', 'bond0', 'eth1', 'eth2']],
    ['debian12-uml', '172.16.200.10', ['brv.200', 'brv', 'bond1', 'eth3', 'eth4']],
    ['debian12-netns', '198.18.0.11', ['mgmt0']],
    ['debian12-netns', '192.168.50.11', ['br-lan', 'eth3']],
  ])('%s, %s', (host, local, links) => {
    expect(pathOf(factsOfCapture(host), to(local))).toEqual({
      localAddress: local,
      peerAddress: '192.0.2.99',
      isGuess: false,
      links,
    })
  })

  it('goes from an OVS internal port into its bridge, and out by the bridge’s NICs', () => {
    const { links } = pathOf(factsOfCapture('debian12-uml'), to('172.16.125.11'))
    expect(links.slice(0, 2)).toEqual(['acc125', 'br-ovs'])
    expect(links).toEqual(expect.arrayContaining(['eth5', 'eth6']))
    expect(links).not.toContain('vnet4')
    expect(links).not.toContain('ovs-system')
  })
})

describe('managementPath', () => {
  it('follows a veth pair between two bridges', () => {
    const facts = factsOfLinks([
      { ifname: 'br0', ...kind('bridge'), addr_info: address('10.0.0.1') },
      { ifname: 'a', link: 'b', master: 'br0', ...kind('veth', 'bridge') },
      { ifname: 'b', link: 'a', master: 'br1', ...kind('veth', 'bridge') },
      { ifname: 'br1', ...kind('bridge') },
      { ifname: 'eth0', master: 'br1', linkinfo: { info_slave_kind: 'bridge' } },
      {
        ifname: 'vnet0',
        master: 'br1',
        linkinfo: { info_kind: 'tun', info_data: { type: 'tap' }, info_slave_kind: 'bridge' },
      },
    ])
    expect(pathOf(facts, to('10.0.0.1')).links).toEqual(['br0', 'a', 'b', 'br1', 'eth0'])
  })

  it('ends where links turn in circles', () => {
    const facts = factsOfLinks([
      { ifname: 'x', link: 'y', ...kind('vlan'), addr_info: address('10.0.0.1') },
      { ifname: 'y', link: 'x', ...kind('vlan') },
      { ifname: '__proto__', link: '__proto__', ...kind('vlan') },
    ])
    expect(pathOf(facts, to('10.0.0.1')).links).toEqual(['x', 'y'])
  })

  it('takes the link that the zone of a link-local address names', () => {
    const facts = factsOfLinks([
      { ifname: 'eth0', addr_info: address('fe80::1', 64) },
      { ifname: 'eth1', addr_info: address('fe80::1', 64) },
    ])
    expect(pathOf(facts, 'fe80::9 50000 fe80::1%eth1 22').links).toEqual(['eth1'])
  })

  it('knows an IPv4 address that a dual-stack sshd writes as IPv6', () => {
    const facts = factsOfLinks([{ ifname: 'eth0', addr_info: address('10.0.0.1') }])
    expect(pathOf(facts, '::ffff:10.0.0.9 50000 ::ffff:10.0.0.1 22')).toMatchObject({
      localAddress: '10.0.0.1',
      links: ['eth0'],
    })
  })

  it('is empty, not guessed, where no link has the address', () => {
    expect(pathOf(factsOfCapture('debian12-uml'), to('203.0.113.1'))).toMatchObject({ isGuess: false, links: [] })
  })

  it('guesses by the default route of lowest metric without SSH_CONNECTION', () => {
    const routes = [
      { dst: 'default', dev: 'eth1', gateway: '10.1.0.254', metric: 200, flags: [] },
      { dst: 'default', dev: 'br0', gateway: '10.0.0.254', prefsrc: '10.0.0.1', metric: 100, flags: [] },
      { dst: 'default', dev: 'eth1', gateway: 'fe80::1', metric: 1, flags: [] },
    ]
    const facts = {
      ...factsOfLinks([{ ifname: 'br0', ...kind('bridge') }, { ifname: 'eth0', master: 'br0' }, { ifname: 'eth1' }]),
      'links.route': outputOf(JSON.stringify(routes)),
    }
    expect(pathOf(facts, null)).toEqual({
      localAddress: '10.0.0.1',
      peerAddress: null,
      isGuess: true,
      links: ['br0', 'eth0'],
    })
    expect(pathOf({}, null)).toEqual({ localAddress: null, peerAddress: null, isGuess: false, links: [] })
  })
})

it.each(['', 'x', '1.2.3.4 5 6', '1.2.3.4 5 host 22', 'a b c d', '1.2.3.4 5 6.7.8.9 22 extra'])(
  'parseSshConnection refuses %j',
  (text) => {
    expect(parseSshConnection(text)).toBeNull()
  },
)
