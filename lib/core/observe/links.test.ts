import { describe, expect, it } from 'vitest'
import { Link, Route } from '../model/link'
import { CAPTURED_HOSTS } from '../parse/testing/captures'
import { factsOfCapture, outputOf } from './testing/captured-facts'
import { observeLinks } from './links'
import type { LinkContext } from './links'
import { observeOvs } from './ovs'
import type { RawFacts } from './read-command'

const NOTHING_KNOWN: LinkContext = { ovsInternalNames: new Set(), lldpLinks: new Set(), managementAddress: null }

const FULL_HOSTS = CAPTURED_HOSTS.filter((host) => factsOfCapture(host)['links.addr'] !== undefined)

function linksOf(facts: RawFacts, context: Partial<LinkContext> = {}): Map<string, Link> {
  const { links } = observeLinks(facts, { ...NOTHING_KNOWN, ...context }).value
  return new Map(links.map((link) => [link.name, link]))
}

const factsOfLinks = (rows: unknown[]): RawFacts => ({ 'links.addr': outputOf(JSON.stringify(rows)) })

it.each(FULL_HOSTS)('%s: fits the model, is sorted, and nothing is unrecognised', (host) => {
  const { value, problems, unrecognised } = observeLinks(factsOfCapture(host), NOTHING_KNOWN)
  expect(problems).toEqual([])
  expect(unrecognised).toEqual([])
  expect(value.links.map((link) => Link.parse(link))).toEqual(value.links)
  expect(value.routes.map((route) => Route.parse(route))).toEqual(value.routes)
  const names = value.links.map((link) => link.name)
  expect(names).toEqual([...names].sort())
})

describe('what the links of a full host are', () => {
  const KINDS = {
    lo: 'loopback',
    eth0: 'nic',
    eth1: 'nic',
    eth5: 'nic',
    bond0: 'bond',
    bond1: 'bond',
    'bond0.125': 'vlan',
    br125: 'bridge',
    brv: 'bridge',
    'brv.200': 'vlan',
    'c1-host': 'veth',
    dummy0: 'dummy',
    'ovs-system': 'ovs-datapath',
    vxlan_sys_4789: 'ovs-datapath',
    genev_sys_6081: 'ovs-datapath',
    gre_sys: 'ovs-datapath',
    'br-ovs': 'ovs-internal',
    'br-ovs-v30': 'ovs-internal',
    acc125: 'ovs-internal',
    gre0: 'gre',
    gretap1: 'gre',
    vxlan42: 'vxlan',
    gnvk: 'geneve',
    'mt-vepa': 'macvtap',
    vnet2: 'tap',
    virbr0: 'bridge',
  }

  it.each(['debian11-uml', 'debian12-uml', 'debian13-uml'])('%s', (host) => {
    const links = linksOf(factsOfCapture(host))
    expect(Object.fromEntries(Object.keys(KINDS).map((name) => [name, links.get(name)?.kind]))).toEqual(KINDS)
    const fallbacks = [...links.values()].filter((link) => link.isFallback).map((link) => link.name)
    expect(fallbacks).toEqual(['erspan0', 'gre0', 'gretap0'])
    expect(links.get('bond0.125')).toMatchObject({
      lower: 'bond0',
      vlan: { id: 125, protocol: '802.1Q' },
      master: 'br125',
    })
    expect(links.get('mt-private')).toMatchObject({ lower: 'bond0', macvlan: { mode: 'private' } })
    expect(links.get('vxlan42')?.tunnel).toMatchObject({
      key: '42',
      remote: '10.0.2.60',
      destinationPort: 4790,
      lower: 'eth0',
    })
    expect(links.get('gretap1')?.tunnel).toMatchObject({ type: 'gre', remote: '10.0.2.61', local: '10.0.2.15' })
    // `ip` resolves a foreign peer's index here and names whatever link has it: it must not be believed.
    expect(links.get('c1-host')).toMatchObject({ lower: null, peer: null, isPeerElsewhere: true })
  })

  it.each(['debian11-uml', 'debian12-uml', 'debian12-qemu', 'debian13-uml'])('%s: bonds', (host) => {
    const links = linksOf(factsOfCapture(host))
    expect(links.get('bond0')?.bond).toMatchObject({
      mode: '802.3ad',
      hashPolicy: 'layer3+4',
      lacp: 'active',
      lacpRate: 'fast',
      lacpStatus: 'negotiated',
      detectMode: 'miimon',
      monitorIntervalMs: 100,
      activeMember: null,
      members: [
        { name: 'eth1', isUp: true, isEnabled: true, lacpStatus: 'current attached', partner: { key: '15' } },
        { name: 'eth2', isUp: true, isEnabled: true, lacpStatus: 'current attached' },
      ],
    })
    expect(links.get('bond1')?.bond).toMatchObject({
      mode: 'active-backup',
      activeMember: 'eth3',
      primary: 'eth3',
      lacp: 'off',
      lacpStatus: 'off',
      partnerMac: null,
      hashPolicy: null,
      members: [
        { name: 'eth3', isActive: true, isEnabled: true, actor: null },
        { name: 'eth4', isActive: false, isEnabled: false },
      ],
    })
    expect(links.get('bond2')?.bond).toMatchObject({ mode: 'balance-xor', hashPolicy: 'layer2' })
  })

  it.each(['debian11-uml', 'debian12-uml', 'debian13-uml'])('%s: the filtering bridge and its ports', (host) => {
    const links = linksOf(factsOfCapture(host))
    expect(links.get('brv')?.bridge).toMatchObject({
      isVlanFiltering: true,
      defaultPvid: 1,
      ageingTimeMs: 300_000,
      stpState: 'off',
      vlans: [
        { from: 1, isPvid: true },
        { from: 200, isPvid: false },
      ],
    })
    expect(links.get('brv')?.bridge?.bridgeId).toMatch(/^8000\.([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
    expect(links.get('bond1')?.bridgePort).toMatchObject({
      state: 'forwarding',
      vlan: {
        mode: 'native-untagged',
        tag: 1,
        trunks: [200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210],
        carriesAll: false,
      },
    })
    expect(links.get('c1-host')?.bridgePort?.vlan).toMatchObject({ mode: 'access', tag: 200, isExplicit: true })
    // Its bridge does not filter: its table has no say.
    expect(links.get('bond0.125')?.bridgePort).toMatchObject({ vlans: [{ from: 1, to: 1, isPvid: true }], vlan: null })
    expect(links.get('vnet4')?.bridgePort).toBeNull()
  })
})

it('on the userspace datapath only OVSDB tells an internal port from a guest tap', () => {
  const facts = factsOfCapture('debian12-netns')
  const ovs = observeOvs(facts).value.state
  const interfaces = ovs?.bridges.flatMap((bridge) => bridge.ports.flatMap((port) => port.interfaces)) ?? []
  const ovsInternalNames = new Set(interfaces.filter(({ type }) => type === 'internal').map(({ name }) => name))
  const links = linksOf(facts, { ovsInternalNames })
  for (const name of ['br0', 'ovsbr1', 'stor10', 'br0-v30', 'vxint']) expect(links.get(name)?.kind).toBe('ovs-internal')
  for (const name of ['vnet0', 'vnet4', 'vnet9']) expect(links.get(name)?.kind).toBe('tap')
  expect(links.get('ovs-netdev')?.kind).toBe('ovs-datapath')
  expect(linksOf(facts).get('br0')?.kind).toBe('tap')
})

describe('a veth whose peer lives elsewhere', () => {
  const veth = (fields: object) => ({
    ifindex: 2,
    link_index: 9,
    link_netnsid: 0,
    linkinfo: { info_kind: 'veth' },
    ...fields,
  })
  const kindOf = (row: object, context: Partial<LinkContext> = {}) =>
    [...linksOf(factsOfLinks([row]), context).values()][0]?.kind

  it.each(['eth0', 'eth17', 'enp3s0', 'eno1', 'ens18', 'enx001122334455'])(
    'is an uplink when it is called %s',
    (ifname) => {
      expect(kindOf(veth({ ifname }))).toBe('nic')
      expect(kindOf(veth({ ifname, master: 'br0' }))).toBe('nic')
    },
  )

  it.each(['veth1a2b3c4', 'c1-host', 've-web', 'vb-web', 'cali0123', 'lxcbr1', 'ethernet', 'entry'])(
    'is a container when it is called %s',
    (ifname) => {
      expect(kindOf(veth({ ifname, master: 'br0' }))).toBe('veth')
    },
  )

  it('is an uplink when a switch speaks on it, a bond holds it, or our own connection comes in by it', () => {
    expect(kindOf(veth({ ifname: 'lan' }), { lldpLinks: new Set(['lan']) })).toBe('nic')
    expect(kindOf(veth({ ifname: 'lan', linkinfo: { info_kind: 'veth', info_slave_kind: 'bond' } }))).toBe('nic')
    const addressed = veth({ ifname: 'mgmt0', addr_info: [{ family: 'inet', local: '198.18.0.11', prefixlen: 24 }] })
    expect(kindOf(addressed)).toBe('veth')
    expect(kindOf(addressed, { managementAddress: '198.18.0.11' })).toBe('nic')
  })

  it('is a veth with its peer when both ends are here', () => {
    const pair = [
      { ifindex: 1, ifname: 'eth8', link: 'eth9', linkinfo: { info_kind: 'veth' } },
      { ifindex: 2, ifname: 'eth9', link: 'eth8', linkinfo: { info_kind: 'veth' } },
    ]
    expect(linksOf(factsOfLinks(pair)).get('eth8')).toMatchObject({
      kind: 'veth',
      peer: 'eth9',
      isPeerElsewhere: false,
    })
  })
})

describe('an LACP bond', () => {
  const bond = (info: object) => ({
    ifindex: 1,
    ifname: 'b',
    linkinfo: { info_kind: 'bond', info_data: { mode: '802.3ad', ...info } },
  })
  const statusOf = (info: object) => linksOf(factsOfLinks([bond(info)])).get('b')?.bond

  it('is configured while nobody answers, unknown where the kernel does not tell', () => {
    expect(statusOf({ ad_info: { partner_mac: '00:00:00:00:00:00' } })).toMatchObject({
      lacpStatus: 'configured',
      partnerMac: null,
    })
    expect(statusOf({})).toMatchObject({ lacpStatus: 'unknown', members: [] })
    expect(statusOf({ ad_lacp_active: 'off' })).toMatchObject({ lacp: 'passive', lacpRate: 'slow' })
  })

  it('has members without a partner', () => {
    const member = {
      ifindex: 2,
      ifname: 'eth1',
      master: 'b',
      linkinfo: {
        info_slave_kind: 'bond',
        info_slave_data: {
          state: 'ACTIVE',
          mii_status: 'UP',
          ad_aggregator_id: 1,
          ad_actor_oper_port_state: 69,
          ad_partner_oper_port_state: 1,
        },
      },
    }
    const info = { ad_info: { aggregator: 2, partner_mac: '00:00:00:00:00:00' } }
    const observed = linksOf(factsOfLinks([bond(info), member])).get('b')?.bond
    expect(observed?.members).toMatchObject([
      { name: 'eth1', lacpStatus: 'defaulted detached', partner: null, isEnabled: true },
    ])
  })
})

it('an unknown kind is shown and reported', () => {
  const { value, unrecognised } = observeLinks(
    factsOfLinks([{ ifindex: 1, ifname: 'q0', linkinfo: { info_kind: 'quantum', info_data: { spin: 1 } } }, 5]),
    NOTHING_KNOWN,
  )
  expect(value.links).toMatchObject([{ name: 'q0', kind: 'other', kernelKind: 'quantum' }])
  expect(unrecognised.map(({ what, name }) => [what, name])).toEqual([
    ['a row of "ip -d -j addr show"', null],
    ["link kind 'quantum'", 'q0'],
  ])
})

it('a failed command costs its part only', () => {
  const facts = {
    ...factsOfCapture('debian12-uml'),
    'links.vlan': outputOf('', { status: 127, stderr: 'sh: bridge: not found' }),
    'links.fdb': outputOf('[{"mac":', { isTruncated: true }),
    'links.route': outputOf('{}'),
  }
  const { value, problems } = observeLinks(facts, NOTHING_KNOWN)
  expect(value.links.length).toBeGreaterThan(50)
  expect(problems.map(({ code }) => code)).toEqual(['invalid_output', 'tool_missing', 'truncated'])
  expect(value.links.find((link) => link.name === 'c1-host')?.bridgePort?.vlans).toEqual([])
})

it('a kernel without VLAN filtering is no problem', () => {
  const refused = outputOf('\n', { status: 1, stderr: 'RTNETLINK answers: Operation not supported\nDump terminated\n' })
  const { value, problems } = observeLinks(
    { ...factsOfCapture('debian12-netns'), 'links.vlan': refused },
    NOTHING_KNOWN,
  )
  expect(problems).toEqual([])
  expect(value.links.length).toBeGreaterThan(20)
})
