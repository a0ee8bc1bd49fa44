import type { IntentInput } from '@/lib/core/intents/intent'
import { isGone, shows } from './story'
import type { Story } from './story'

const KERNEL_BOND: IntentInput = {
  kind: 'bond.set',
  bondKind: 'linux',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  mode: '802.3ad',
  lacpTime: 'fast',
}

const ONE_AT_A_TIME: IntentInput = {
  kind: 'bond.set',
  bondKind: 'linux',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  mode: 'active-backup',
}

/** One bridge per VLAN on a bond, as an administrator makes them. */
const BY_HAND = `ip link add bond0 type bond mode active-backup miimon 100
for nic in eth1 eth2; do ip link set $nic down; ip link set $nic master bond0; done
ip link set bond0 up
for id in 125 126; do
ip link add link bond0 name bond0.$id type vlan id $id
ip link add br$id type bridge
ip link set bond0.$id master br$id up
ip link set br$id up
done`

/** What needs a kernel with bonds, 802.1Q and VLAN filtering. */
export const UML_STORIES: readonly Story[] = [
  {
    title: 'I: a kernel bond as a port of an Open vSwitch bridge',
    isAgain: true,
    chapters: [
      {
        title: 'bond and bridge in one change',
        intents: [
          { kind: 'ovsBridge.set', name: 'br-data' },
          { ...KERNEL_BOND, bridge: 'br-data', xmitHashPolicy: 'layer3+4' },
          { kind: 'portVlan.set', bridge: 'br-data', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '10,20' },
        ],
        notStored: ['bond0'],
        shows: [
          shows('cat /proc/net/bonding/bond0', 'IEEE 802.3ad', 'Slave Interface: eth1', 'Slave Interface: eth2'),
          shows('cat /proc/net/bonding/bond0', 'Transmit Hash Policy: layer3+4', 'LACP rate: fast'),
          shows('ovs-vsctl list-ports br-data', 'bond0'),
          shows('ovs-vsctl get port bond0 trunks', '[10, 20]'),
        ],
      },
      {
        title: 'one member at a time, eth2 first',
        intents: [{ ...ONE_AT_A_TIME, primary: 'eth2' }],
        shows: [shows('cat /proc/net/bonding/bond0', '(active-backup)', 'Primary Slave: eth2')],
      },
      {
        title: 'neither first',
        intents: [{ ...ONE_AT_A_TIME, primary: null }],
        shows: [shows('cat /proc/net/bonding/bond0', '(active-backup)', 'Primary Slave: None')],
      },
      {
        title: 'the bond goes',
        intents: [{ kind: 'bond.remove', name: 'bond0' }],
        shows: [isGone('ls /sys/class/net', 'bond0'), isGone('ovs-vsctl list-ports br-data', 'bond0')],
      },
    ],
  },
  {
    title: 'J: one bridge per VLAN on a kernel bond; macvtap on it; one filtering bridge',
    isAgain: true,
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
  {
    title: 'a VLAN link that is the port of a Linux bridge is taken away and put back',
    isAgain: true,
    chapters: [
      {
        title: 'the VLAN link is taken away',
        before: BY_HAND,
        intents: [{ kind: 'vlanLink.remove', name: 'bond0.125' }],
        shows: [isGone('ls /sys/class/net', 'bond0.125')],
      },
    ],
  },
  {
    title: 'a bridge and its port, a VLAN link of a bond, are taken away and put back',
    isAgain: true,
    chapters: [
      {
        title: 'bridge and VLAN link are taken away',
        before: BY_HAND,
        intents: [
          { kind: 'linuxBridge.remove', name: 'br126' },
          { kind: 'vlanLink.remove', name: 'bond0.126' },
        ],
        shows: [isGone('ls /sys/class/net', 'br126'), isGone('ls /sys/class/net', 'bond0.126')],
      },
    ],
  },
]
