import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../model/network-state'
import * as make from '../topology/testing/fixtures'
import type { RuleId } from './finding'
import { runLint } from './run-lint'

type Parts = Parameters<typeof make.hostState>[0]

const management = (links: string[]): Partial<NetworkState> => ({
  management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links },
})
const OURS = { addresses: [make.address('192.0.2.31/24')] }
const MAC = '52:54:00:00:00:01'
const guestOn = (name: string, tap: string, mac = MAC): ReturnType<typeof make.guest> =>
  make.guest(name, [make.guestNic('net0', mac, make.onBridge('br-ovs'), tap)])
const onPortgroup = (group: string | null, tap: string | null = null): ReturnType<typeof make.guest> =>
  make.guest('web1', [make.guestNic('net0', MAC, make.onNetwork('n', group), tap, make.libvirtVlan(20))])
const network = (isDefault = false): ReturnType<typeof make.network> =>
  make.network('n', {
    bridge: 'br-ovs',
    virtualPort: 'openvswitch',
    portgroups: [make.portgroup('p', [20], isDefault)],
  })
const lacp = (partner: string | null): ReturnType<typeof make.bondDetail> =>
  make.bondDetail(
    'balance-tcp',
    ['eth1', 'eth2'].map((name) => ({
      ...make.member(name),
      partner: partner === null ? null : { systemId: partner, portId: null, key: null, flags: [] },
    })),
    { lacp: 'active', lacpStatus: partner === null ? 'configured' : 'negotiated' },
  )
const bondOf = (detail: ReturnType<typeof make.bondDetail>): Parts => ({
  bridges: [make.ovsBridge('br-ovs', [make.ovsBond('bond0', make.trunk(5), detail)])],
})
const kernelLacp = (partner: string | null): Parts => ({
  links: make
    .kernelBond('bond0', '802.3ad', ['eth1', 'eth2'])
    .map((link) => (link.bond === null ? link : { ...link, bond: { ...lacp(partner), mode: '802.3ad' } })),
})
const uplinks = (isRstpEnabled: boolean): Parts => ({
  links: [make.nic('eth1'), make.nic('eth2')],
  bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1'), make.ovsPort('eth2')], { isRstpEnabled })],
})
const patched = (a: ReturnType<typeof make.access>, b: ReturnType<typeof make.access>): Parts => ({
  bridges: [
    make.ovsBridge('br1', [make.patchPort('p1', 'p2', a), make.patchPort('q1', 'q2', b)]),
    make.ovsBridge('br2', [make.patchPort('p2', 'p1', a), make.patchPort('q2', 'q1', b)]),
  ],
})
const wired = (master: string): Parts => ({
  links: [
    make.linuxBridge('br1'),
    make.linuxBridge('br2'),
    make.veth('a1', 'a2', { master: 'br1' }),
    make.veth('a2', 'a1', { master: 'br2' }),
    make.veth('b1', 'b2', { master: 'br1' }),
    make.veth('b2', 'b1', { master }),
  ],
})
const ruled = (isConnected: boolean, failMode: 'secure' | null, state: string | null = 'BACKOFF'): Parts => ({
  bridges: [
    make.ovsBridge('br-ovs', [], {
      failMode,
      controllers: [{ target: 'tcp:192.0.2.5:6633', isConnected, role: null, state, lastError: null }],
    }),
  ],
})
const tunnel = (mtuBytes: number): Parts => ({
  links: [make.nic('eth0', { mtuBytes, addresses: [make.address('192.0.2.31/24')] }), make.tap('vnet0', 'ovs-system')],
  bridges: [
    make.ovsBridge('br-ovs', [
      make.ovsPort('vnet0', make.access(125)),
      {
        ...make.tunnelPort('vx0', 'vxlan', '192.0.2.9'),
        interfaces: make.tunnelPort('vx0', 'vxlan', '192.0.2.9').interfaces.map((iface) => ({
          ...iface,
          tunnel: iface.tunnel === null ? null : { ...iface.tunnel, local: '192.0.2.31' },
        })),
      },
    ]),
  ],
  guests: [guestOn('web1', 'vnet0')],
})
const jumbo = (mtuBytes: number): Parts => ({
  links: [
    make.nic('eth1', { master: 'br0', mtuBytes }),
    make.tap('vnet0', 'br0', { mtuBytes: 9000 }),
    make.linuxBridge('br0'),
  ],
})
const guestPort = (vlan: ReturnType<typeof make.access>): Parts => ({
  links: [make.tap('vnet0', 'ovs-system')],
  bridges: [make.ovsBridge('br-ovs', [make.ovsPort('vnet0', vlan), make.internalPort('i0', make.access(5))])],
  guests: [guestOn('web1', 'vnet0')],
})
/** As Neutron builds it for a guest with sub-port VLAN 100: the guest's port is plain, a patch pair takes each network to br-int. */
const trunkBridge = (): Parts => ({
  links: [make.tap('tapdf1', 'ovs-system')],
  bridges: [
    make.ovsBridge('br-int', [make.patchPort('tpi-1', 'tpt-1', make.access(3)), make.patchPort('spi-1', 'spt-1')]),
    make.ovsBridge('tbr-1', [
      make.ovsPort('tapdf1'),
      make.patchPort('tpt-1', 'tpi-1'),
      make.patchPort('spt-1', 'spi-1', make.access(100)),
    ]),
  ],
  guests: [make.guest('web1', [make.guestNic('net0', MAC, { type: 'ethernet' }, 'tapdf1')])],
})
const onUplink = (vlan: ReturnType<typeof make.trunk>): Parts => ({
  links: [make.nic('eth1')],
  bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1', vlan)])],
  networks: [network()],
})
const portOfGroup = (tag: number): Parts => ({
  links: [make.tap('vnet0', 'ovs-system')],
  bridges: [make.ovsBridge('br-ovs', [make.ovsPort('vnet0', make.access(tag))])],
  networks: [network()],
  guests: [onPortgroup('p', 'vnet0')],
})

/** What is wrong, and the same host with the one thing right. */
const TRAPS: [RuleId, string, Parts, Parts][] = [
  [
    'L01',
    'the bridge with our address has no uplink',
    { ...management(['br0']), links: [make.linuxBridge('br0', OURS), make.nic('eth0')] },
    { ...management(['br0', 'eth0']), links: [make.linuxBridge('br0', OURS), make.nic('eth0', { master: 'br0' })] },
  ],
  [
    'L01',
    'our address is on no link',
    { ...management([]), links: [make.nic('eth0')] },
    { ...management(['eth0']), links: [make.nic('eth0', OURS)] },
  ],
  [
    'L01',
    'the link with our address is down',
    { ...management(['eth0']), links: [make.nic('eth0', { ...OURS, isUp: false })] },
    { ...management(['eth0']), links: [make.nic('eth0', OURS)] },
  ],
  [
    'L02',
    'a port of a bridge has an address',
    { links: [make.nic('eth0', { ...OURS, master: 'br0' }), make.linuxBridge('br0')] },
    { links: [make.nic('eth0', { master: 'br0' }), make.linuxBridge('br0', OURS)] },
  ],
  [
    'L02',
    'a tap in Open vSwitch has an address',
    {
      links: [make.tap('tap0', 'ovs-system', OURS)],
      bridges: [make.ovsBridge('br-ovs', [make.ovsPort('tap0')])],
    },
    {
      links: [make.tap('tap0', 'ovs-system'), make.link('int0', 'ovs-internal', OURS)],
      bridges: [make.ovsBridge('br-ovs', [make.ovsPort('tap0'), make.internalPort('int0')])],
    },
  ],
  ['L03', 'no uplink carries the VLAN of a portgroup', onUplink(make.trunk(125)), onUplink(make.trunk(20, 125))],
  [
    'L06',
    'a guest beside other VLANs, but not on the trunk bridge that OpenStack made for it',
    guestPort(make.trunk()),
    trunkBridge(),
  ],
  ['L06', "a guest's port carries every VLAN", guestPort(make.trunk()), guestPort(make.access(125))],
  [
    'L06',
    'so does one that only names its native VLAN',
    guestPort(make.nativeUntagged(1)),
    guestPort(make.nativeUntagged(1, 1, 125)),
  ],
  [
    'L07',
    'tag and trunks are set and no mode is',
    { bridges: [make.ovsBridge('br-ovs', [make.internalPort('i0', make.access(5), { ignoredTrunks: [6, 7] })])] },
    { bridges: [make.ovsBridge('br-ovs', [make.internalPort('i0', make.nativeUntagged(5, 6, 7))])] },
  ],
  [
    'L08',
    'the portgroup is not there',
    { networks: [network()], guests: [onPortgroup('q')] },
    { networks: [network()], guests: [onPortgroup('p')] },
  ],
  [
    'L08',
    'none is named and none is default',
    { networks: [network()], guests: [make.guest('web1', [make.guestNic('net0', MAC, make.onNetwork('n'), null)])] },
    {
      networks: [network(true)],
      guests: [make.guest('web1', [make.guestNic('net0', MAC, make.onNetwork('n'), null)])],
    },
  ],
  ['L08', "the port is not in its portgroup's VLAN", portOfGroup(30), portOfGroup(20)],
  ['L13', 'the uplink takes smaller frames than the guest', jumbo(1500), jumbo(9000)],
  ['L13', 'guests and tunnel header do not fit', tunnel(1500), tunnel(1550)],
  [
    'L13',
    'a VLAN link is wider than its parent',
    { links: [make.nic('eth1'), make.vlanLink('eth1.5', 'eth1', 5, { mtuBytes: 9000 })] },
    { links: [make.nic('eth1', { mtuBytes: 9000 }), make.vlanLink('eth1.5', 'eth1', 5, { mtuBytes: 9000 })] },
  ],
  ['L15', 'nobody answers LACP', bondOf(lacp(null)), bondOf(lacp('00:11:22:33:44:55'))],
  ['L17', 'two uplinks without spanning tree', uplinks(false), uplinks(true)],
  [
    'L17',
    'two patches between two bridges',
    patched(make.trunk(), make.trunk(5)),
    patched(make.access(4), make.access(5)),
  ],
  ['L17', 'two veth pairs between two bridges', wired('br2'), wired('br3')],
  [
    'L17',
    'a veth pair with both ends in one bridge',
    {
      links: [
        make.linuxBridge('br1'),
        make.veth('a1', 'a2', { master: 'br1' }),
        make.veth('a2', 'a1', { master: 'br1' }),
      ],
    },
    { links: [make.linuxBridge('br1'), make.veth('a1', 'a2', { master: 'br1' }), make.veth('a2', 'a1')] },
  ],
  [
    'L19',
    'two running guests have one MAC',
    { guests: [guestOn('web1', 'vnet0'), guestOn('web2', 'vnet1')] },
    { guests: [guestOn('web1', 'vnet0'), guestOn('web2', 'vnet1', '52:54:00:00:00:02')] },
  ],
  ['L26', 'the controller is gone and the fail mode secure', ruled(false, 'secure'), ruled(true, 'secure')],
]

const errors = (parts: Parts): string[] =>
  runLint(make.hostState(parts)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []))

describe('every rule', () => {
  it.each(TRAPS)('%s: %s', (rule, _, trap, healthy) => {
    expect(errors(trap)).toContain(rule)
    expect(errors(healthy)).toEqual([])
  })

  it.each<[string, Parts, RuleId, string]>([
    ['a kernel bond that nobody answers goes on with one member', kernelLacp(null), 'L15', 'warning'],
    ['a lost controller is a warning where the bridge goes on alone', ruled(false, null), 'L26', 'warning'],
    ['a controller that was never tried is a warning', ruled(false, 'secure', null), 'L26', 'warning'],
    ['a controller that rules is worth knowing', ruled(true, null), 'L26', 'info'],
    [
      'a patch circle where a controller may break it is a warning',
      {
        bridges: (patched(make.trunk(), make.trunk()).bridges ?? []).map((bridge) => ({
          ...bridge,
          failMode: 'secure',
        })),
      },
      'L17',
      'warning',
    ],
    [
      'a MAC twice is a warning until both run',
      {
        guests: [
          guestOn('web1', 'vnet0'),
          make.guest('web2', [make.guestNic('net0', MAC, make.onBridge('br-ovs'), null)]),
        ],
      },
      'L19',
      'warning',
    ],
    [
      'a guest that carries all is worth knowing where nobody tags',
      {
        links: [make.tap('vnet0', 'ovs-system')],
        bridges: [make.ovsBridge('br-ovs', [make.ovsPort('vnet0')])],
        guests: [guestOn('web1', 'vnet0')],
      },
      'L06',
      'info',
    ],
  ])('%s', (_, parts, rule, severity) => {
    expect(runLint(make.hostState(parts)).filter((found) => found.rule === rule)).toMatchObject([{ severity }])
  })

  it('has a trap', () => {
    const rules: RuleId[] = ['L01', 'L02', 'L03', 'L06', 'L07', 'L08', 'L13', 'L15', 'L17', 'L19', 'L26']
    expect([...new Set(TRAPS.map(([rule]) => rule))]).toEqual(rules)
  })
})
