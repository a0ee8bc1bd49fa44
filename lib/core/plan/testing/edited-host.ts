// For tests only: a host that takes every kind of edit, and edits that it takes.
import { commands, guest, management, network, networkNic, nic } from '../../../simhost/hosts/build'
import { SimHost } from '../../../simhost/sim-host'
import type { IntentInput, IntentKind } from '../../intents/intent'
import type { Ground } from '../../objects/grounds'

export const ADDRESS = '192.0.2.31'

const COMMANDS = `
  ovs-vsctl add-br ovsbr1
  ovs-vsctl add-port ovsbr1 eth2
  ovs-vsctl add-port ovsbr1 int1 -- set Interface int1 type=internal
  ovs-vsctl add-port ovsbr1 int2 -- set Interface int2 type=internal
  ovs-vsctl add-br ovsbr2
  ip link add br1 type bridge vlan_filtering 1
  ip link set eth3 master br1
  ip link add br2 type bridge
  ip link set eth4 master br2
  ip link add bond0 type bond mode active-backup miimon 50 updelay 100
  ip link set eth5 down
  ip link set eth5 master bond0
  ip link set eth6 down
  ip link set eth6 master bond0
  ip addr add 198.51.100.7/24 dev eth7
  ip link add link eth8 name eth8.7 type vlan id 7
  ip link add link eth9 name mv1 type macvtap mode bridge
  ip link add link eth9 name mvl1 type macvlan mode bridge
  ovs-vsctl -- --id=@p get port int1 -- --id=@m create mirror name=m1 select_all=true output_port=@p -- set bridge ovsbr1 mirrors=@m`

const NETWORKS = {
  'ovs-net': `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
    <portgroup name='p125'><vlan><tag id='125'/></vlan></portgroup><portgroup name='p126'><vlan><tag id='126'/></vlan></portgroup></network>`,
  spare: `<network><name>spare</name><forward mode='bridge'/><bridge name='br1'/></network>`,
  nat1: `<network><name>nat1</name><forward mode='nat'/><bridge name='virbr7'/><ip address='203.0.113.1' netmask='255.255.255.0'/></network>`,
}

export function editedHost(): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (let number = 2; number <= 11; number += 1) nic(host.machine, `eth${number}`, {})
  commands(host.machine, COMMANDS)
  for (const [name, xml] of Object.entries(NETWORKS)) network(host.machine, name, xml)
  guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'p125', '52:54:00:12:5a:01')] })
  host.machine.state.system.nmcli = ['eth7:connected:uplink']
  return host
}

const NAMES: Ground[] = ['links', 'ovs']
const TOUCHED: Ground[] = ['links', 'routes', 'ovs', 'networks', 'guests', 'processes']
const PORT: Ground[] = ['links', 'ovs', 'guests', 'processes']
const GUEST: Ground[] = ['links', 'ovs', 'networks', 'guests', 'processes']

/** An edit that the host takes, and what it must not be planned without; of the way of our own connection see needs.test.ts. */
type Example<K extends IntentKind> = [Extract<IntentInput, { kind: K }>, Ground[]]

/** At least one of every kind. */
export const EXAMPLES: { readonly [K in IntentKind]: readonly [Example<K>, ...Example<K>[]] } = {
  'ovsBridge.set': [
    [{ kind: 'ovsBridge.set', name: 'ovsbr9' }, NAMES],
    [{ kind: 'ovsBridge.set', name: 'ovsbr1', failMode: 'secure' }, PORT],
  ],
  'ovsBridge.remove': [[{ kind: 'ovsBridge.remove', name: 'ovsbr2' }, TOUCHED]],
  'linuxBridge.set': [
    [{ kind: 'linuxBridge.set', name: 'br9' }, NAMES],
    [{ kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'eth10'] }, [...TOUCHED, 'vlans']],
    [{ kind: 'linuxBridge.set', name: 'br1', vlanFiltering: false }, [...PORT, 'vlans', 'networks']],
    [{ kind: 'linuxBridge.set', name: 'br2', ports: [] }, [...TOUCHED, 'vlans']],
  ],
  'linuxBridge.remove': [[{ kind: 'linuxBridge.remove', name: 'br2' }, [...TOUCHED, 'vlans']]],
  'bond.set': [
    [
      { kind: 'bond.set', bondKind: 'linux', name: 'bond1', members: ['eth10', 'eth11'], mode: 'active-backup' },
      TOUCHED,
    ],
    [
      { kind: 'bond.set', bondKind: 'linux', name: 'bond0', members: ['eth5', 'eth10'], mode: 'active-backup' },
      TOUCHED,
    ],
    [
      {
        kind: 'bond.set',
        bondKind: 'ovs',
        bridge: 'ovsbr2',
        name: 'bond2',
        members: ['eth10', 'eth11'],
        mode: 'active-backup',
        lacp: 'off',
      },
      PORT,
    ],
  ],
  'bond.remove': [[{ kind: 'bond.remove', name: 'bond0' }, TOUCHED]],
  'port.set': [
    [{ kind: 'port.set', bridge: 'ovsbr2', name: 'eth10', type: 'system' }, PORT],
    [{ kind: 'port.set', bridge: 'ovsbr2', name: 'int9', type: 'internal' }, NAMES],
  ],
  'port.remove': [
    [{ kind: 'port.remove', bridge: 'ovsbr1', name: 'int2' }, TOUCHED],
    [{ kind: 'port.remove', bridge: 'br1', name: 'eth3' }, [...TOUCHED, 'vlans']],
  ],
  'portVlan.set': [
    [{ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'int1', mode: 'access', tag: 7 }, PORT],
    [{ kind: 'portVlan.set', bridge: 'br1', port: 'eth3', mode: 'access', tag: 7 }, [...PORT, 'vlans', 'networks']],
  ],
  'vlanLink.set': [[{ kind: 'vlanLink.set', parent: 'eth8', vlanId: 9 }, NAMES]],
  'vlanLink.remove': [[{ kind: 'vlanLink.remove', name: 'eth8.7' }, TOUCHED]],
  'mirror.set': [
    [{ kind: 'mirror.set', bridge: 'ovsbr1', name: 'm2', selectAll: true, outputPort: 'int2' }, ['ovs', 'links']],
  ],
  'mirror.remove': [[{ kind: 'mirror.remove', bridge: 'ovsbr1', name: 'm1' }, ['ovs']]],
  'address.set': [[{ kind: 'address.set', link: 'eth7', addresses: ['198.51.100.8/24'] }, ['links', 'routes', 'ovs']]],
  'uplink.move': [[{ kind: 'uplink.move', nic: 'eth7', bridge: 'br2' }, [...TOUCHED, 'vlans']]],
  'macvtap.set': [[{ kind: 'macvtap.set', name: 'mv2', lower: 'eth9', mode: 'bridge' }, NAMES]],
  'macvtap.remove': [[{ kind: 'macvtap.remove', name: 'mv1' }, TOUCHED]],
  'macvlan.set': [[{ kind: 'macvlan.set', name: 'mvl2', lower: 'eth9' }, NAMES]],
  'macvlan.remove': [[{ kind: 'macvlan.remove', name: 'mvl1' }, TOUCHED]],
  'network.set': [
    [{ kind: 'network.set', name: 'lab', forward: 'bridge', bridge: 'br2' }, ['links', 'ovs', 'networks', 'identity']],
    [{ kind: 'network.set', name: 'nat1', active: false }, ['links', 'ovs', 'networks', 'guests', 'identity']],
  ],
  'network.remove': [
    [{ kind: 'network.remove', name: 'spare' }, ['networks', 'guests']],
    [{ kind: 'network.remove', name: 'nat1' }, ['networks', 'guests', 'links']],
  ],
  'portgroup.set': [
    [
      { kind: 'portgroup.set', network: 'ovs-net', name: 'p9', vlan: { mode: 'access', tag: 9 } },
      ['ovs', 'networks', 'guests'],
    ],
  ],
  'portgroup.remove': [[{ kind: 'portgroup.remove', network: 'ovs-net', name: 'p126' }, ['networks', 'guests']]],
  'guestNic.attach': [[{ kind: 'guestNic.attach', guest: 'web1', target: { bridge: 'br2' } }, GUEST]],
  'guestNic.move': [
    [{ kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'ovs-net', portgroup: 'p126' } }, GUEST],
  ],
  'guestNic.detach': [
    [{ kind: 'guestNic.detach', guest: 'web1', nic: 'net0' }, ['links', 'ovs', 'networks', 'guests']],
  ],
  'guestNic.setLink': [
    [{ kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', state: 'down', scope: 'stored' }, ['networks', 'guests']],
  ],
}
