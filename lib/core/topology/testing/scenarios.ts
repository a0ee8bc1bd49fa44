/* The set-ups that people really build, as states: each function is one scenario of the acceptance list (A, C to K). */
import type { NetworkState } from '../../model/network-state'
import * as make from './fixtures'

const mac = (n: number) => `52:54:00:00:00:${n.toString(16).padStart(2, '0')}`
const direct = (dev: string, mode: 'vepa' | 'bridge' | 'private' | 'passthru') =>
  ({ type: 'direct', dev, mode, network: null }) as const

/** A: standalone OVS with an LACP bond and libvirt portgroups; the switch speaks LACP unless `hasPartner` is false. */
export const scenarioA = ({ hasPartner = true, hasFallback = false } = {}): NetworkState =>
  make.hostState({
    links: [make.nic('eth2'), make.nic('eth3'), make.tap('vnet0')],
    bridges: [
      make.ovsBridge('ovsbr1', [
        make.ovsBond(
          'bond0',
          make.nativeUntagged(1, 125, 126),
          make.bondDetail(
            'balance-tcp',
            [make.member('eth2', { isEnabled: hasPartner }), make.member('eth3', { isEnabled: hasPartner })],
            {
              lacp: 'active',
              lacpRate: 'fast',
              lacpStatus: hasPartner ? 'negotiated' : 'configured',
              hasFallbackActiveBackup: hasFallback,
            },
          ),
        ),
        make.ovsPort('vnet0', make.access(125)),
      ]),
    ],
    networks: [
      make.network('ovs-net', {
        bridge: 'ovsbr1',
        virtualPort: 'openvswitch',
        portgroups: [
          make.portgroup('Trunk_all_Vlans', [125, 126]),
          make.portgroup('Vlan1', [], true),
          make.portgroup('Vlan125', [125]),
          make.portgroup('Vlan126', [126]),
        ],
      }),
    ],
    guests: [
      make.guest('VM_OVS_test', [
        make.guestNic('net0', mac(1), make.onNetwork('ovs-net', 'Vlan125'), 'vnet0', make.libvirtVlan(125)),
      ]),
    ],
  })

/** C: a fake bridge with a guest's port. */
export const scenarioC = (): NetworkState =>
  make.hostState({
    links: [
      make.nic('eth1'),
      make.tap('vnet0'),
      make.link('ovsbr1-v125', 'ovs-internal', { addresses: [make.address('192.0.2.125/24')] }),
    ],
    bridges: [
      make.ovsBridge(
        'ovsbr1',
        [
          make.ovsPort('eth1'),
          make.internalPort('ovsbr1-v125', make.access(125)),
          make.ovsPort('vnet0', make.access(125), { fakeBridge: 'ovsbr1-v125' }),
        ],
        { fakeBridges: [{ name: 'ovsbr1-v125', parent: 'ovsbr1', vlanId: 125, ports: ['vnet0'] }] },
      ),
    ],
    networks: [make.network('old-style', { bridge: 'ovsbr1-v125' })],
    guests: [make.guest('a', [make.guestNic('net0', mac(1), make.onNetwork('old-style'), 'vnet0')])],
  })

/** D: a bridge with a controller, in fail mode secure or standalone. */
export const scenarioD = (failMode: 'secure' | 'standalone', isConnected: boolean): NetworkState => {
  const state = make.hostState({
    links: [make.nic('eth1')],
    bridges: [
      make.ovsBridge('ovsbr1', [make.ovsPort('eth1')], {
        failMode,
        controllers: [
          {
            target: 'tcp:192.0.2.9:6633',
            isConnected,
            role: isConnected ? 'master' : null,
            state: isConnected ? 'ACTIVE' : 'BACKOFF',
            lastError: isConnected ? null : 'Connection refused',
          },
        ],
      }),
    ],
  })
  const managers = [{ target: 'tcp:192.0.2.9:6640', isConnected, state: isConnected ? 'ACTIVE' : 'BACKOFF' }]
  return { ...state, ovs: state.ovs && { ...state.ovs, managers } }
}

/** E: macvtaps in all modes on a NIC and a bond; one guest is paused, so its macvtap is down. */
export const scenarioE = (): NetworkState =>
  make.hostState({
    links: [
      make.nic('eth3'),
      make.nic('eth5'),
      ...make.kernelBond('bond0', 'active-backup', ['eth0', 'eth1']),
      make.macvtap('macvtap0', 'eth3', 'vepa'),
      make.macvtap('macvtap1', 'eth3', 'bridge'),
      make.macvtap('macvtap2', 'bond0', 'private'),
      make.macvtap('macvtap3', 'eth5', 'passthru', false),
    ],
    guests: [
      make.guest('v', [make.guestNic('net0', mac(1), direct('eth3', 'vepa'), 'macvtap0')]),
      make.guest('b', [make.guestNic('net0', mac(2), direct('eth3', 'bridge'), 'macvtap1')]),
      make.guest('p', [make.guestNic('net0', mac(3), direct('bond0', 'private'), 'macvtap2')]),
      make.guest('t', [make.guestNic('net0', mac(4), direct('eth5', 'passthru'), 'macvtap3')], { state: 'paused' }),
      make.guest('off', [make.guestNic('net0', mac(5), direct('eth5', 'vepa'), null)]),
    ],
  })

/** F: the management NIC is in the switch; the host's address is on the bridge's own port or on an internal one. */
export const scenarioF = (holder: 'solbr' | 'examplebr0p1'): NetworkState =>
  make.hostState({
    links: [make.nic('enp2s0f0'), make.link(holder, 'ovs-internal', { addresses: [make.address('192.0.2.10/24')] })],
    bridges: [
      make.ovsBridge(holder === 'solbr' ? 'solbr' : 'examplebr0', [
        make.ovsPort('enp2s0f0'),
        ...(holder === 'solbr' ? [] : [make.internalPort(holder)]),
      ]),
    ],
    management: { localAddress: '192.0.2.10', peerAddress: '192.0.2.1', isGuess: false, links: [holder, 'enp2s0f0'] },
  })

/** G: a VLAN for management beside a bridge: eth0 without address, vlan100 on it with the host's. */
export const scenarioG = (): NetworkState =>
  make.hostState({
    links: [make.nic('eth0'), make.vlanLink('vlan100', 'eth0', 100, { addresses: [make.address('192.0.2.100/24')] })],
    bridges: [make.ovsBridge('solbr', [make.ovsPort('eth0', make.trunk(2, 3, 6))])],
    management: { localAddress: '192.0.2.100', peerAddress: '192.0.2.1', isGuess: false, links: ['vlan100', 'eth0'] },
  })

/** H: a guest by macvtap on an internal port, and a QEMU process that libvirt does not know on a scripted tap. */
export const scenarioH = (): NetworkState =>
  make.hostState({
    links: [
      make.nic('eth0'),
      make.link('interno1', 'ovs-internal'),
      make.macvtap('macvtap0', 'interno1', 'bridge'),
      make.tap('luispa4'),
    ],
    bridges: [
      make.ovsBridge('mibridge', [
        make.ovsPort('eth0'),
        make.internalPort('interno1', make.access(7)),
        make.ovsPort('luispa4', make.access(8)),
      ]),
    ],
    guests: [
      make.guest('vm1', [make.guestNic('net0', mac(1), direct('interno1', 'bridge'), 'macvtap0')]),
      make.guest('qemu-4711', [make.guestNic('net0', mac(2), { type: 'ethernet' }, 'luispa4')], {
        uuid: 'pid:4711',
        manager: 'qemu-process',
        pid: 4711,
        isPersistent: false,
      }),
    ],
  })

/** I: a kernel 802.3ad bond is one port of an OVS bridge. */
export const scenarioI = (): NetworkState =>
  make.hostState({
    links: [...make.kernelBond('bond0', '802.3ad', ['eth0', 'eth1', 'eth2', 'eth3']), make.tap('vnet0')],
    bridges: [
      make.ovsBridge('br0', [make.ovsPort('bond0', make.trunk(10, 20)), make.ovsPort('vnet0', make.access(10))]),
    ],
    guests: [make.guest('a', [make.guestNic('net0', mac(1), make.onBridge('br0'), 'vnet0')])],
  })

/** J: one Linux bridge per VLAN on a bond, and the same with one bridge that filters. */
export const scenarioJ = (): NetworkState =>
  make.hostState({
    links: [
      ...make.kernelBond('bond0', '802.3ad', ['eth0', 'eth1']),
      ...[125, 126].flatMap((id) => [
        make.vlanLink(`bond0.${id}`, 'bond0', id, { master: `br${id}` }),
        make.linuxBridge(`br${id}`),
        make.tap(`tap${id}a`, `br${id}`),
        make.tap(`tap${id}b`, `br${id}`),
      ]),
      make.nic('eth2', { master: 'brf', ...make.filteredPort(make.trunk(125, 126)) }),
      make.linuxBridge('brf', {}, true),
      make.tap('vnet1', 'brf', make.filteredPort(make.access(125))),
    ],
  })

const neutron = (name: string) => ({
  'iface-id': `port-${name}`,
  'iface-status': 'active',
  'attached-mac': mac(1),
  'vm-uuid': name,
})
const neutronPort = (name: string, tag: number) =>
  make.ovsPort(name, make.access(tag), { iface: { externalIds: neutron(name) } })

const integration = (ports: Parameters<typeof make.ovsBridge>[1]) =>
  make.ovsBridge('br-int', [
    make.patchPort('patch-tun', 'patch-int'),
    make.patchPort('int-br-ex', 'phy-br-ex'),
    ...ports,
  ])

const outside = () => [
  make.ovsBridge('br-ex', [make.ovsPort('eth1'), make.patchPort('phy-br-ex', 'int-br-ex')]),
  make.ovsBridge('br-tun', [
    make.patchPort('patch-int', 'patch-tun'),
    make.tunnelPort('vxlan-0a000002', 'vxlan', '10.0.0.2', 'flow'),
    make.tunnelPort('vxlan-0a000003', 'vxlan', '10.0.0.3', 'flow'),
  ]),
]

/** K with a trunk bridge: the guest's tap in tbr-1, patched to br-int per network. */
export const scenarioKTrunk = (): NetworkState =>
  make.hostState({
    links: [make.nic('eth1'), make.tap('tap1'), make.tap('tap2')],
    bridges: [
      integration([
        make.patchPort('tpi-P', 'tpt-P', make.access(3)),
        make.patchPort('spi-S', 'spt-S', make.access(5)),
        neutronPort('tap2', 4),
      ]),
      ...outside(),
      make.ovsBridge('tbr-1', [
        make.ovsPort('tap1', make.trunk(), { iface: { externalIds: neutron('tap1') } }),
        make.patchPort('tpt-P', 'tpi-P'),
        make.patchPort('spt-S', 'spi-S', make.access(100)),
      ]),
    ],
    guests: [
      make.guest('inst1', [make.guestNic('net0', mac(1), make.onBridge('tbr-1'), 'tap1')]),
      make.guest('inst2', [make.guestNic('net0', mac(2), make.onBridge('br-int'), 'tap2')]),
    ],
  })

/** K with VLAN links on the tap, straight into br-int or through firewall bridges. */
export const scenarioKVlanLinks = (hasFirewallBridges: boolean): NetworkState => {
  const pair = (n: number) => [
    make.veth(`qvb${n}`, `qvo${n}`, { master: `qbr${n}` }),
    make.veth(`qvo${n}`, `qvb${n}`),
    make.linuxBridge(`qbr${n}`),
  ]
  return make.hostState({
    links: [
      make.nic('eth1'),
      make.tap('tap1', hasFirewallBridges ? 'qbr1' : null),
      make.vlanLink('tap1.100', 'tap1', 100, { master: hasFirewallBridges ? 'qbr2' : null }),
      ...(hasFirewallBridges ? [...pair(1), ...pair(2)] : []),
    ],
    bridges: [
      integration(
        hasFirewallBridges
          ? [neutronPort('qvo1', 3), neutronPort('qvo2', 5)]
          : [neutronPort('tap1', 3), neutronPort('tap1.100', 5)],
      ),
      ...outside(),
    ],
    guests: [
      make.guest('inst1', [
        make.guestNic('net0', mac(1), make.onBridge(hasFirewallBridges ? 'qbr1' : 'br-int'), 'tap1'),
      ]),
    ],
  })
}

/** Every scenario by name, for properties that must hold of all. */
export const allScenarios = (): [string, NetworkState][] => [
  ['A', scenarioA()],
  ['A without partner', scenarioA({ hasPartner: false })],
  ['C', scenarioC()],
  ['D secure', scenarioD('secure', false)],
  ['E', scenarioE()],
  ['F local port', scenarioF('solbr')],
  ['F internal port', scenarioF('examplebr0p1')],
  ['G', scenarioG()],
  ['H', scenarioH()],
  ['I', scenarioI()],
  ['J', scenarioJ()],
  ['K trunk bridge', scenarioKTrunk()],
  ['K VLAN links', scenarioKVlanLinks(false)],
  ['K firewall bridges', scenarioKVlanLinks(true)],
]
