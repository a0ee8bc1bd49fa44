/* Random hosts for properties: names that refer to each other, to nothing, or to themselves, as broken hosts have them. */
import fc from 'fast-check'
import { LinkKind } from '../../model/link'
import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import type { OvsPort } from '../../model/ovs'
import * as make from './fixtures'

const pick = <T>(items: readonly T[]) => fc.constantFrom(...items)
const NICS = ['eth0', 'eth1', 'eth2', 'eth10']
const BONDS = ['bond0', 'bond1']
const VLANS = ['bond0.5', 'eth0.7', 'br0.9', 'vnet0.100']
const BRIDGES = ['br0', 'br1', 'virbr0']
const OVS = ['ovs0', 'br-int', 'tbr-1']
const TAPS = ['vnet0', 'vnet1', 'vnet2', 'macvtap0', 'macvtap1']
const VETHS = ['qvo1', 'qvb1', 'veth9']
const ODD = ['vrf0', '__proto__', 'a--b', 'constructor', 'x:y', 'wg0']
const ALL = [...NICS, ...BONDS, ...VLANS, ...BRIDGES, ...OVS, ...TAPS, ...VETHS, ...ODD]

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null })
const portVlan = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map(make.access),
  fc.constant(make.trunk()),
  fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }).map((ids) => make.trunk(...ids)),
  fc.integer({ min: 1, max: 20 }).map((id) => make.nativeUntagged(id, 5, 6)),
)

const linkArb = (name: string): fc.Arbitrary<Link> =>
  fc
    .record({
      kind: kindArb(name),
      master: maybe(pick([...BRIDGES, ...BONDS, 'ovs-system', 'vrf0', 'gone'])),
      lower: maybe(pick(ALL)),
      peer: maybe(pick(VETHS)),
      isUp: fc.boolean(),
      hasCarrier: fc.boolean(),
      hasAddress: fc.boolean(),
      vlanId: fc.integer({ min: 1, max: 20 }),
      ring: fc.subarray(NICS, { maxLength: 2 }),
      pci: maybe(pick(FUNCTIONS)),
      sriov: maybe(sriovArb),
    })
    .map(({ hasAddress, vlanId, kind, ...rest }) =>
      make.link(name, kind, {
        ...rest,
        addresses: hasAddress ? [make.address('192.0.2.7/24')] : [],
        vlan: kind === 'vlan' ? { id: vlanId, protocol: '802.1Q' } : null,
        macvlan: kind === 'macvtap' ? { mode: 'vepa' } : null,
        bond: kind === 'bond' ? make.bondDetail('802.3ad', [make.member('eth0'), make.member('eth1')]) : null,
      }),
    )

const FUNCTIONS = ['0000:03:02.0', '0000:03:02.1', '0000:03:02.2']
const sriovArb: fc.Arbitrary<NonNullable<Link['sriov']>> = fc.oneof(
  fc.subarray(FUNCTIONS).map((addresses) => make.physicalFunction(addresses)),
  pick(NICS).map((of) => ({ role: 'virtual' as const, parent: '0000:03:00.0', of, number: 1 })),
  fc
    .tuple(maybe(pick(NICS)), maybe(fc.integer({ min: 0, max: 2 })))
    .map(([of, number]) => ({ role: 'representor' as const, of, number, port: 'pf0vf1', switchId: '1e5f' })),
)

const kindArb = (name: string): fc.Arbitrary<Link['kind']> => {
  const usual: Link['kind'] = NICS.includes(name)
    ? 'nic'
    : BONDS.includes(name)
      ? 'bond'
      : VLANS.includes(name)
        ? 'vlan'
        : BRIDGES.includes(name)
          ? 'bridge'
          : VETHS.includes(name)
            ? 'veth'
            : name.startsWith('vnet')
              ? 'tap'
              : name.startsWith('macvtap')
                ? 'macvtap'
                : name === 'vrf0'
                  ? 'vrf'
                  : 'other'
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: pick(LinkKind.options) })
}

const portArb = (name: string): fc.Arbitrary<OvsPort> =>
  fc
    .record({
      vlan: portVlan,
      shape: pick(['system', 'internal', 'patch', 'tunnel', 'bond', 'broken'] as const),
      peer: pick(ALL),
    })
    .map(({ vlan, shape, peer }) => {
      if (shape === 'internal') return make.internalPort(name, vlan)
      if (shape === 'patch') return make.patchPort(name, peer, vlan)
      if (shape === 'tunnel') return make.tunnelPort(name, 'vxlan', '192.0.2.9', '5')
      if (shape === 'bond')
        return make.ovsBond(name, vlan, make.bondDetail('balance-slb', [make.member('eth2'), make.member(peer)]))
      return make.ovsPort(name, vlan, shape === 'broken' ? { iface: { ofport: -1, error: 'no such device' } } : {})
    })

const sourceArb = fc.oneof(
  pick([...BRIDGES, ...OVS, 'gone']).map(make.onBridge),
  fc
    .tuple(pick(['net-a', 'net-b', 'gone']), maybe(pick(['pg1', 'pg2'])))
    .map(([name, group]) => make.onNetwork(name, group)),
  pick(NICS).map((dev) => ({ type: 'direct' as const, dev, mode: 'vepa' as const, network: null })),
  fc.constant({ type: 'user' as const }),
  fc
    .tuple(pick([...FUNCTIONS, '0000:99:00.0']), maybe(pick(['net-a', 'net-d', 'gone'])))
    .map(([address, network]) => ({ type: 'hostdev' as const, address, network })),
  pick(ODD).map((name) => ({ type: 'vhostuser' as const, path: `/run/${name}`, mode: 'server' as const })),
)

const subset = (names: readonly string[]) => fc.subarray([...names])

export const randomState: fc.Arbitrary<NetworkState> = fc
  .record({
    links: subset(ALL).chain((names) => fc.tuple(...names.map(linkArb))),
    bridges: subset(OVS).chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          subset([...NICS, ...BONDS, ...VLANS, ...TAPS, ...VETHS, ...ODD])
            .chain((ports) => fc.tuple(...ports.map(portArb)))
            .map((ports) => make.ovsBridge(name, ports)),
        ),
      ),
    ),
    guests: fc.array(fc.array(fc.tuple(sourceArb, maybe(pick([...TAPS, 'gone0']))), { maxLength: 3 }), {
      maxLength: 5,
    }),
    neighbours: subset(NICS),
    chassis: fc.array(pick(['sw-a', 'sw-b']), { minLength: 4, maxLength: 4 }),
    management: subset(['eth0', 'bond0', 'br0', 'ovs0']),
  })
  .map(({ links, bridges, guests, neighbours, chassis, management }) =>
    make.hostState({
      links: [...links],
      bridges: [...bridges],
      networks: [
        make.network('net-a', {
          bridge: 'ovs0',
          portgroups: [make.portgroup('pg1', [5], true), make.portgroup('pg2', [6])],
        }),
        make.network('net-b', { forwardMode: 'bridge', forwardDevices: ['eth1', 'gone'] }),
        make.network('net-d', { forwardMode: 'hostdev', forwardDevices: ['eth2'], forwardFunctions: FUNCTIONS }),
        make.network('net-c', { forwardMode: 'nat', bridge: 'virbr0', isActive: false }),
      ],
      guests: guests.map((nics, g) =>
        make.guest(
          `guest${g}`,
          nics.map(([source, target], n) => make.guestNic(`net${n}`, `52:54:00:00:0${g}:0${n}`, source, target)),
        ),
      ),
      neighbours: neighbours.map((name, n) => make.neighbour(name, chassis[n] ?? 'sw-a', `p${n}`)),
      management: { localAddress: '192.0.2.7', peerAddress: null, isGuess: false, links: management },
    }),
  )
