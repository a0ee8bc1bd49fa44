/* A host with some 2,000 objects, for the budgets of folding and placing. */
import type { NetworkState } from '../../model/network-state'
import * as make from './fixtures'

const count = (n: number) => Array.from({ length: n }, (_, index) => index)

/** `guests` guests on portgroups of br0, an eighth of them shut off, and `bridges` bridges of the one-per-VLAN kind. */
export const largeState = (guests = 400, bridges = 60): NetworkState => {
  const groups = count(8).map((n) => `net-${n}`)
  return make.hostState({
    links: [
      ...make.kernelBond('bond0', '802.3ad', ['eth0', 'eth1']),
      ...count(20).map((n) => make.nic(`ens${n}`, { hasCarrier: false, operState: 'down' })),
      ...count(guests).map((n) => make.tap(`vnet${n}`)),
      ...count(bridges).flatMap((n) => [
        make.vlanLink(`bond0.${n + 100}`, 'bond0', n + 100, { master: `br${n + 100}` }),
        make.linuxBridge(`br${n + 100}`),
        make.tap(`tap${n}`, `br${n + 100}`),
      ]),
    ],
    bridges: [
      make.ovsBridge('br0', [
        make.ovsPort('bond0', make.trunk()),
        ...count(40).map((n) => make.internalPort(`int${n}`, make.access(n + 1))),
        ...count(guests).map((n) => make.ovsPort(`vnet${n}`, make.access(200 + (n % 8)))),
      ]),
    ],
    networks: [
      make.network('ovs', { bridge: 'br0', portgroups: groups.map((name, n) => make.portgroup(name, [200 + n])) }),
    ],
    guests: [
      ...count(guests).map((n) =>
        make.guest(`g${n}`, [
          make.guestNic(
            'net0',
            mac(n),
            make.onNetwork('ovs', `net-${n % 8}`),
            n % 16 < 8 && n % 8 === 7 ? null : `vnet${n}`,
          ),
        ]),
      ),
      ...count(bridges).map((n) =>
        make.guest(`v${n}`, [make.guestNic('net0', mac(n + 60_000), make.onBridge(`br${n + 100}`), `tap${n}`)]),
      ),
    ],
  })
}

const hex = (n: number) => n.toString(16).padStart(2, '0')
const mac = (n: number) => `52:54:00:00:${hex(n >> 8)}:${hex(n & 255)}`
