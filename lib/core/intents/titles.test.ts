import { describe, expect, it } from 'vitest'
import { editTitle } from './titles'
import type { IntentInput } from './intent'

type Named = { [K in IntentInput['kind']]: readonly [Omit<Extract<IntentInput, { kind: K }>, 'kind'>, string][] }

/** A title is what people know an edit by, and stands in the audit log: it stays as it is, to the letter. */
const TITLES = {
  'ovsBridge.set': [
    [{ name: 'br-dc', rstp: true }, 'OVS bridge br-dc'],
    [{ name: 'v125', fakeParent: { parent: 'br-dc', vlan: 125 } }, 'Fake bridge v125: VLAN 125 of br-dc'],
  ],
  'ovsBridge.remove': [[{ name: 'br-dc' }, 'Remove OVS bridge br-dc']],
  'linuxBridge.set': [[{ name: 'br125', ports: ['eth1'] }, 'Linux bridge br125']],
  'linuxBridge.remove': [[{ name: 'br125' }, 'Remove Linux bridge br125']],
  'bond.set': [
    [
      { bondKind: 'linux', name: 'bond0', members: ['eth1', 'eth2'], mode: '802.3ad' },
      'Bond bond0: 802.3ad of eth1, eth2',
    ],
    [
      { bondKind: 'ovs', bridge: 'br-dc', name: 'bond1', members: ['eth3', 'eth4'], mode: 'balance-slb' },
      'Bond bond1: balance-slb of eth3, eth4',
    ],
  ],
  'bond.remove': [[{ name: 'bond0' }, 'Remove bond bond0']],
  'port.set': [
    [{ bridge: 'br-dc', name: 'eth1', type: 'system' }, 'Port eth1 of br-dc'],
    [{ bridge: 'br-dc', name: 'vx7', type: 'vxlan', options: { remote_ip: '192.0.2.7' } }, 'Port vx7 of br-dc: vxlan'],
  ],
  'port.remove': [[{ bridge: 'br-dc', name: 'vx7' }, 'Remove port vx7 of br-dc']],
  'portVlan.set': [
    [{ bridge: 'br-dc', port: 'vnet4', mode: 'access', tag: 125 }, 'VLANs of vnet4: access 125'],
    [{ bridge: 'br-dc', port: 'vnet4', mode: 'trunk', trunks: 'all' }, 'VLANs of vnet4: trunk all'],
    [{ bridge: 'br-dc', port: 'vnet4', mode: 'trunk', trunks: [7, 8] }, 'VLANs of vnet4: trunk 7,8'],
    [
      { bridge: 'br-dc', port: 'vnet4', mode: 'native-untagged', tag: 1, trunks: '125-126' },
      'VLANs of vnet4: native-untagged 1 of 125-126',
    ],
    [{ bridge: 'br-dc', port: 'vnet4', mode: 'dot1q-tunnel' }, 'VLANs of vnet4: dot1q-tunnel'],
  ],
  'vlanLink.set': [
    [{ parent: 'bond0', vlanId: 125 }, 'VLAN link bond0.125: VLAN 125 of bond0'],
    [{ parent: 'bond0', vlanId: 125, name: 'stor' }, 'VLAN link stor: VLAN 125 of bond0'],
  ],
  'vlanLink.remove': [[{ name: 'bond0.125' }, 'Remove VLAN link bond0.125']],
  'mirror.set': [[{ bridge: 'br-dc', name: 'span0', selectAll: true, outputPort: 'tap9' }, 'Mirror span0 of br-dc']],
  'mirror.remove': [[{ bridge: 'br-dc', name: 'span0' }, 'Remove mirror span0 of br-dc']],
  'address.set': [
    [
      { link: 'eth1', addresses: ['192.0.2.9/24', '2001:db8::9/64'] },
      'Addresses of eth1: 192.0.2.9/24, 2001:db8::9/64',
    ],
    [{ link: 'eth1', addresses: [] }, 'Addresses of eth1: none'],
  ],
  'uplink.move': [[{ nic: 'eth0', bridge: 'br-dc', internalPort: 'host0' }, 'Move uplink eth0 into br-dc']],
  'macvtap.set': [[{ name: 'mv1', lower: 'eth1', mode: 'vepa' }, 'macvtap mv1 on eth1: vepa']],
  'macvtap.remove': [[{ name: 'mv1' }, 'Remove macvtap mv1']],
  'macvlan.set': [[{ name: 'host1', lower: 'eth1' }, 'macvlan host1 on eth1']],
  'macvlan.remove': [[{ name: 'host1' }, 'Remove macvlan host1']],
  'network.set': [
    [{ name: 'dc-net', forward: 'bridge', bridge: 'br-dc' }, 'Network dc-net: bridge br-dc'],
    [{ name: 'dc-net', forward: 'vepa', dev: 'eth1' }, 'Network dc-net: vepa eth1'],
    [{ name: 'dc-net', active: false }, 'Network dc-net'],
  ],
  'network.remove': [[{ name: 'dc-net' }, 'Remove network dc-net']],
  'portgroup.set': [
    [{ network: 'dc-net', name: 'p1', vlan: { mode: 'none' } }, 'Portgroup p1 of dc-net: no VLAN'],
    [{ network: 'dc-net', name: 'p1', vlan: { mode: 'access', tag: 125 } }, 'Portgroup p1 of dc-net: access 125'],
    [{ network: 'dc-net', name: 'p1', vlan: { mode: 'trunk', tags: '5,6' } }, 'Portgroup p1 of dc-net: trunk 5,6'],
    [
      { network: 'dc-net', name: 'p1', vlan: { mode: 'trunk', tags: [5, 6], nativeTag: 5 } },
      'Portgroup p1 of dc-net: trunk 5,6, native 5',
    ],
  ],
  'portgroup.remove': [[{ network: 'dc-net', name: 'p1' }, 'Remove portgroup p1 of dc-net']],
  'guestNic.attach': [
    [{ guest: 'web1', target: { network: 'dc-net' } }, 'New NIC for web1 on dc-net'],
    [{ guest: 'web1', target: { network: 'dc-net', portgroup: 'p1' } }, 'New NIC for web1 on dc-net, portgroup p1'],
  ],
  'guestNic.move': [
    [{ guest: 'web1', nic: 'net0', target: { bridge: 'br-dc' } }, 'Move net0 of web1 to bridge br-dc'],
    [{ guest: 'web1', nic: 'net0', target: { dev: 'eth1', mode: 'vepa' } }, 'Move net0 of web1 to eth1 (vepa)'],
  ],
  'guestNic.detach': [[{ guest: 'web1', nic: 'net0' }, 'Remove net0 of web1']],
  'guestNic.setLink': [[{ guest: 'web1', nic: 'net0', state: 'down' }, 'Link of net0 of web1: down']],
} as const satisfies Named

const CASES = Object.entries(TITLES).flatMap(([kind, cases]) =>
  // The table is typed by its keys, which Object.entries forgets.
  cases.map(([edit, title]): [string, IntentInput] => [title, { kind, ...edit } as IntentInput]),
)

describe('the title of an edit', () => {
  it.each(CASES)('%s', (title, intent) => {
    expect(editTitle(intent)).toBe(title)
  })
})
