/* The host of the wiring picture: every kind of object once, two things broken, one drifted. A host to draw. */
import type { NetworkState } from '../../model/network-state'
import * as make from './fixtures'

const links = () => [
  ...make.kernelBond('bond0', '802.3ad', ['eth1', 'eth2'], { mtuBytes: 9000 }),
  make.vlanLink('bond0.125', 'bond0', 125, { master: 'br125', mtuBytes: 9000 }),
  make.vlanLink('bond0.126', 'bond0', 126, { master: 'br126' }),
  make.linuxBridge('br125', { mtuBytes: 9000 }),
  make.linuxBridge('br126'),
  make.nic('eth3', { master: 'bond1' }),
  make.nic('eth4', { master: 'bond1', hasCarrier: false, operState: 'down', speedMbps: null }),
  make.link('bond1', 'bond', {
    master: 'brv',
    bond: make.bondDetail('active-backup', [
      make.member('eth3'),
      make.member('eth4', { isUp: false, isEnabled: false, isActive: false }),
    ]),
    ...make.filteredPort(make.trunk(200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210)),
  }),
  make.linuxBridge('brv', {}, true),
  make.tap('vnet8', 'brv', make.filteredPort(make.nativeUntagged(205, 206))),
  make.vlanLink('brv.200', 'brv', 200, { addresses: [make.address('172.16.200.10/24')] }),
  make.nic('eth5'),
  make.nic('eth6'),
  make.nic('eth0', { speedMbps: 1000, addresses: [make.address('10.0.2.15/24')] }),
  make.linuxBridge('virbr0', { addresses: [make.address('192.168.122.1/24')] }),
  make.tap('vnet3', 'virbr0'),
  make.tap('vnet2', 'br125'),
  make.tap('vnet10', 'br125'),
  make.tap('vnet11', 'br126'),
  make.macvtap('macvtap0', 'bond0', 'bridge'),
  make.macvtap('macvtap1', 'bond0', 'vepa'),
  ...[4, 5, 6, 7].map((n) => make.tap(`vnet${n}`)),
  ...webGuests.map((n) => make.tap(`vnet${n + 20}`)),
  make.link('acc125', 'ovs-internal', { addresses: [make.address('172.16.125.11/24')] }),
  ...['nattag0', 'natun0', 'qinq0', 'trk0', 'vxint'].map((name) => make.link(name, 'ovs-internal')),
]

const webGuests = Array.from({ length: 14 }, (_, index) => index)

const bridges = () => [
  make.ovsBridge('br-ovs', [
    make.ovsBond(
      'ovsbond0',
      make.trunk(20, 100, 125, 126, 200),
      make.bondDetail('balance-tcp', [make.member('eth5'), make.member('eth6')], {
        lacp: 'active',
        lacpStatus: 'negotiated',
        partnerMac: '4e:35:a6:24:ba:3f',
      }),
    ),
    make.ovsPort('vnet4', make.trunk(125, 126, 200)),
    make.ovsPort('vnet5', make.nativeUntagged(125, 126)),
    make.ovsPort('vnet6', make.access(125)),
    make.ovsPort('vnet7', make.access(126)),
    make.internalPort('acc125', make.access(125)),
    make.internalPort('nattag0', make.nativeTagged(126, 200)),
    make.internalPort('natun0', make.nativeUntagged(125, 126)),
    make.internalPort('qinq0', make.access(200)),
    make.internalPort('trk0', make.trunk(125, 126, 200)),
    make.internalPort('vxint'),
    ...webGuests.map((n) => make.ovsPort(`vnet${n + 20}`, make.access(20))),
    make.patchPort('patch-tun', 'patch-ovs'),
  ]),
  make.ovsBridge('br-tun', [
    make.patchPort('patch-ovs', 'patch-tun'),
    make.tunnelPort('vx0', 'vxlan', '10.0.2.50', '5001'),
    make.tunnelPort('gnv0', 'geneve', null),
    make.tunnelPort('gre0p', 'gre', '10.0.2.51', '7'),
  ]),
]

const mac = (a: number, b: number) => `52:54:00:aa:${String(a).padStart(2, '0')}:${String(b).padStart(2, '0')}`

const guests = () => [
  make.guest('db2', [
    make.guestNic('net0', mac(2, 1), make.onNetwork('vlan125'), 'vnet2'),
    make.guestNic('net1', mac(2, 2), make.onNetwork('default'), 'vnet3'),
  ]),
  make.guest('fw1', [
    make.guestNic('net0', mac(3, 1), make.onNetwork('ovsnet', 'vlan-all'), 'vnet4'),
    make.guestNic('net1', mac(3, 2), make.onNetwork('ovsnet', 'native'), 'vnet5'),
    make.guestNic('net2', mac(3, 3), make.onNetwork('ovsnet'), 'vnet6'),
    make.guestNic('net3', mac(3, 4), make.onBridge('br-ovs'), 'vnet7', make.libvirtVlan(125)),
  ]),
  make.guest('mv1', [
    make.guestNic('net0', mac(4, 1), { type: 'direct', dev: 'bond0', mode: 'bridge', network: null }, 'macvtap0'),
    make.guestNic('net1', mac(4, 2), { type: 'direct', dev: 'bond0', mode: 'vepa', network: null }, 'macvtap1'),
  ]),
  make.guest('off1', [make.guestNic('net0', mac(6, 1), make.onBridge('br125'), null)]),
  make.guest('tag1', [make.guestNic('net0', mac(5, 1), make.onBridge('brv'), 'vnet8')]),
  make.guest('web1', [
    make.guestNic('net0', mac(1, 1), make.onBridge('br125'), 'vnet10'),
    make.guestNic('net1', mac(1, 2), make.onBridge('br126'), 'vnet11'),
  ]),
  ...webGuests.map((n) =>
    make.guest(`www${n}`, [make.guestNic('net0', mac(20, n), make.onNetwork('ovsnet', 'web-20'), `vnet${n + 20}`)]),
  ),
]

/** kvm1 of the pictures: 7 NICs, 2 kernel bonds and an OVS one, 4 Linux and 2 OVS bridges, 20 guests. */
export const sampleState = (): NetworkState =>
  make.hostState({
    links: links(),
    bridges: bridges(),
    networks: [
      make.network('default', { forwardMode: 'nat', bridge: 'virbr0' }),
      make.network('vlan125', { bridge: 'br125' }),
      make.network('ovsnet', {
        bridge: 'br-ovs',
        virtualPort: 'openvswitch',
        portgroups: [
          make.portgroup('native', [125, 126]),
          make.portgroup('vlan-125', [125], true),
          make.portgroup('vlan-all', [125, 126, 200]),
          make.portgroup('web-20', [20]),
        ],
      }),
    ],
    guests: guests(),
    neighbours: [1, 2, 3, 4, 5, 6].map((n) => make.neighbour(`eth${n}`, 'tor-a', `p${n}`)),
    management: { localAddress: '10.0.2.15', peerAddress: '10.0.2.2', isGuess: false, links: ['eth0'] },
  })
