import type { IntentInput } from '@/lib/core/plan/intent'

/** What a host's own command must say once a change is made. */
export type Shows = { argv: readonly string[]; has: readonly string[] }
export type Chapter = {
  title: string
  intents: readonly IntentInput[]
  shows: readonly Shows[]
  /** Run on the host past the console, as an administrator would: before the change, and before its undoing. */
  before?: string
  beforeUndo?: string
  /** Links that the preview, and the list of what is managed, must name as gone after a reboot. */
  notStored?: readonly string[]
}
/** Changes on one host, each on top of the one before; taken back in reverse. */
export type Story = { title: string; chapters: readonly Chapter[] }

const words = (line: string) => line.split(' ')
const shows = (line: string, ...has: string[]): Shows => ({ argv: words(line), has })

export const NAMESPACE_STORIES: readonly Story[] = [
  {
    title: 'A: Open vSwitch with an LACP bond, a network with portgroups, a guest on them',
    chapters: [
      {
        title: 'a bridge with an LACP bond that carries 125 and 126, native 1',
        intents: [
          { kind: 'ovsBridge.set', name: 'ovsbr1' },
          {
            kind: 'bond.set',
            bondKind: 'ovs',
            bridge: 'ovsbr1',
            name: 'bond0',
            members: ['eth2', 'eth3'],
            mode: 'balance-tcp',
            lacp: 'active',
            lacpTime: 'fast',
            detectMode: 'miimon',
          },
          { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '125,126' },
        ],
        shows: [
          shows('ovs-vsctl get port bond0 tag', '1'),
          shows('ovs-vsctl get port bond0 trunks', '[125, 126]'),
          shows('ovs-vsctl get port bond0 vlan_mode', 'native-untagged'),
          shows('ovs-vsctl get port bond0 bond_mode lacp other_config', 'balance-tcp', 'active', 'fast', 'miimon'),
          shows('ovs-appctl bond/show bond0', 'eth2', 'eth3'),
        ],
      },
      {
        title: 'a network with access and trunk portgroups',
        intents: [
          { kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr1' },
          { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan1', isDefault: true, vlan: { mode: 'none' } },
          { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } },
          { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan126', vlan: { mode: 'access', tag: 126 } },
          {
            kind: 'portgroup.set',
            network: 'ovs-net',
            name: 'Trunk_all_Vlans',
            vlan: { mode: 'trunk', tags: '125,126' },
          },
        ],
        shows: [
          shows('virsh net-info ovs-net', 'Active:         yes', 'Persistent:     yes', 'Autostart:      yes'),
          shows('virsh net-dumpxml ovs-net', "<portgroup name='Vlan125'>", "<tag id='125'/>", "<vlan trunk='yes'>"),
          shows(
            'virsh net-dumpxml --inactive ovs-net',
            "<portgroup name='Trunk_all_Vlans'>",
            "<virtualport type='openvswitch'/>",
          ),
        ],
      },
      {
        title: 'a guest moves from network default to Vlan125',
        intents: [
          {
            kind: 'guestNic.move',
            guest: 'VM_OVS_test',
            nic: 'net0',
            target: { network: 'ovs-net', portgroup: 'Vlan125' },
          },
        ],
        shows: [shows('virsh dumpxml --inactive VM_OVS_test', "network='ovs-net'", "portgroup='Vlan125'")],
        beforeUndo: 'virsh -q destroy VM_OVS_test',
      },
      {
        title: 'and, running, to the trunk',
        before: 'virsh -q start VM_OVS_test; ovs-vsctl get port vnet0 tag | grep -x 125',
        intents: [
          {
            kind: 'guestNic.move',
            guest: 'VM_OVS_test',
            nic: 'net0',
            target: { network: 'ovs-net', portgroup: 'Trunk_all_Vlans' },
          },
        ],
        shows: [
          shows('ovs-vsctl get port vnet0 trunks', '[125, 126]'),
          shows('virsh dumpxml --inactive VM_OVS_test', "portgroup='Trunk_all_Vlans'"),
        ],
      },
    ],
  },
  {
    title: 'B: the four VLAN modes; C: a fake bridge; D: a controller; a VXLAN port',
    chapters: [
      {
        title: 'internal ports, one for each mode',
        intents: [
          { kind: 'ovsBridge.set', name: 'br-modes' },
          ...['acc', 'trk', 'nattag', 'natun'].map((name): IntentInput => ({
            kind: 'port.set',
            bridge: 'br-modes',
            name,
            type: 'internal',
          })),
          { kind: 'portVlan.set', bridge: 'br-modes', port: 'acc', mode: 'access', tag: 10 },
          { kind: 'portVlan.set', bridge: 'br-modes', port: 'trk', mode: 'trunk', trunks: '10,20' },
          { kind: 'portVlan.set', bridge: 'br-modes', port: 'nattag', mode: 'native-tagged', tag: 10, trunks: '10,20' },
          {
            kind: 'portVlan.set',
            bridge: 'br-modes',
            port: 'natun',
            mode: 'native-untagged',
            tag: 20,
            trunks: '10,20',
          },
        ],
        shows: [
          shows('ovs-vsctl get port acc tag', '10'),
          shows('ovs-vsctl get port trk trunks', '[10, 20]'),
          shows('ovs-vsctl get port nattag vlan_mode tag', 'native-tagged', '10'),
          shows('ovs-vsctl get port natun vlan_mode tag', 'native-untagged', '20'),
        ],
      },
      {
        title: 'VLAN 125 of it as a bridge',
        intents: [{ kind: 'ovsBridge.set', name: 'modes-v125', fakeParent: { parent: 'br-modes', vlan: 125 } }],
        shows: [
          shows('ovs-vsctl br-to-parent modes-v125', 'br-modes'),
          shows('ovs-vsctl br-to-vlan modes-v125', '125'),
        ],
      },
      {
        title: 'a controller, with fail mode secure',
        intents: [{ kind: 'ovsBridge.set', name: 'br-modes', failMode: 'secure', controllers: ['tcp:127.0.0.1:6633'] }],
        shows: [
          shows('ovs-vsctl get-controller br-modes', 'tcp:127.0.0.1:6633'),
          shows('ovs-vsctl get-fail-mode br-modes', 'secure'),
        ],
      },
      {
        title: 'a VXLAN port',
        intents: [
          {
            kind: 'port.set',
            bridge: 'br-modes',
            name: 'vx0',
            type: 'vxlan',
            options: { remote_ip: '192.0.2.7', key: '5001' },
          },
        ],
        shows: [shows('ovs-vsctl get interface vx0 type options', 'vxlan', 'remote_ip="192.0.2.7"', 'key="5001"')],
      },
    ],
  },
  {
    title: 'E: macvtap in VEPA mode, and the macvlan that cures isolation',
    chapters: [
      {
        title: 'a macvtap on a NIC',
        intents: [{ kind: 'macvtap.set', name: 'macvtap0', lower: 'eth3', mode: 'vepa' }],
        notStored: ['macvtap0'],
        shows: [shows('ip -d link show macvtap0', 'macvtap mode vepa', 'macvtap0@eth3')],
      },
      {
        title: 'a macvlan for the host itself',
        intents: [{ kind: 'macvlan.set', name: 'host0', lower: 'eth4', mode: 'bridge' }],
        notStored: ['host0'],
        shows: [shows('ip -d link show host0', 'macvlan mode bridge', 'host0@eth4')],
      },
    ],
  },
  {
    title: 'F: the management NIC goes into the switch, and its address survives',
    chapters: [
      {
        title: 'into a bridge that is made with it',
        intents: [
          { kind: 'ovsBridge.set', name: 'solbr' },
          { kind: 'uplink.move', nic: 'mgmt0', bridge: 'solbr' },
        ],
        shows: [
          shows('ovs-vsctl list-ports solbr', 'mgmt0'),
          shows('ip -4 -o addr show dev solbr', '/24'),
          { argv: ['sh', '-c', 'ip -4 -o addr show dev mgmt0 | wc -l'], has: ['0'] },
        ],
      },
    ],
  },
  {
    title: 'F: the same with an internal port',
    chapters: [
      {
        title: 'into examplebr0, address on examplebr0p1',
        intents: [
          { kind: 'ovsBridge.set', name: 'examplebr0' },
          { kind: 'uplink.move', nic: 'mgmt0', bridge: 'examplebr0', internalPort: 'examplebr0p1' },
        ],
        shows: [
          shows('ovs-vsctl list-ports examplebr0', 'mgmt0', 'examplebr0p1'),
          shows('ip -4 -o addr show dev examplebr0p1', '/24'),
        ],
      },
    ],
  },
]

const KERNEL_BOND: IntentInput = {
  kind: 'bond.set',
  bondKind: 'linux',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  mode: '802.3ad',
  lacpTime: 'fast',
}

/** What needs a kernel with bonds, 802.1Q and VLAN filtering. */
export const UML_STORIES: readonly Story[] = [
  {
    title: 'I: a kernel bond as a port of an Open vSwitch bridge',
    chapters: [
      {
        title: 'bond and bridge in one change',
        intents: [
          { kind: 'ovsBridge.set', name: 'br-data' },
          { ...KERNEL_BOND, bridge: 'br-data' },
          { kind: 'portVlan.set', bridge: 'br-data', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '10,20' },
        ],
        notStored: ['bond0'],
        shows: [
          shows('cat /proc/net/bonding/bond0', 'IEEE 802.3ad', 'Slave Interface: eth1', 'Slave Interface: eth2'),
          shows('ovs-vsctl list-ports br-data', 'bond0'),
          shows('ovs-vsctl get port bond0 trunks', '[10, 20]'),
        ],
      },
    ],
  },
  {
    title: 'J: one bridge per VLAN on a kernel bond; macvtap on it; one filtering bridge',
    chapters: [
      {
        title: 'bond0, its VLANs 125 and 126, br125 and br126',
        intents: [
          KERNEL_BOND,
          ...[125, 126].flatMap((vlanId): IntentInput[] => [
            { kind: 'vlanLink.set', parent: 'bond0', vlanId },
            { kind: 'linuxBridge.set', name: `br${vlanId}`, ports: [`bond0.${vlanId}`] },
          ]),
        ],
        notStored: ['bond0', 'bond0.125', 'bond0.126', 'br125', 'br126'],
        shows: [
          shows('ip -d link show bond0.125', '802.1Q id 125', 'master br125'),
          shows('ip -d link show bond0.126', '802.1Q id 126', 'master br126'),
        ],
      },
      {
        title: 'a macvtap in VEPA mode on the bond, and a bridge that filters VLANs',
        intents: [
          { kind: 'macvtap.set', name: 'macvtap0', lower: 'bond0', mode: 'vepa' },
          { kind: 'linuxBridge.set', name: 'brv', vlanFiltering: true, ports: ['eth3'] },
          { kind: 'portVlan.set', bridge: 'brv', port: 'eth3', mode: 'native-untagged', tag: 1, trunks: '200,205' },
        ],
        notStored: ['macvtap0', 'brv'],
        shows: [
          shows('ip -d link show macvtap0', 'macvtap0@bond0', 'macvtap mode vepa'),
          shows('ip -d link show brv', 'vlan_filtering 1'),
          shows('bridge vlan show dev eth3', '200', '205', '1 PVID Egress Untagged'),
        ],
      },
    ],
  },
]
