import type { IntentInput } from '@/lib/core/intents/intent'
import { inShell, isGone, shows } from './story'
import type { Story } from './story'

export const SCENARIO_STORIES: readonly Story[] = [
  {
    title: 'A: Open vSwitch with an LACP bond, a network with portgroups, a guest on them',
    seed: 'stopped-guest',
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
    isAgain: true,
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
    isAgain: true,
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
          inShell('ip -4 -o addr show dev mgmt0 | wc -l', '0'),
        ],
      },
    ],
  },
  {
    title: 'F: the same with an internal port',
    isAgain: true,
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
  {
    title: "what else the forms make: patch, Geneve, QinQ, RSTP, an address, a mirror, guests' NICs",
    seed: 'stopped-guest',
    chapters: [
      {
        title: 'two bridges with what goes on them, in one change',
        intents: [
          { kind: 'ovsBridge.set', name: 'br-left', rstp: true },
          { kind: 'ovsBridge.set', name: 'br-right' },
          { kind: 'port.set', bridge: 'br-left', name: 'to-right', type: 'patch', options: { peer: 'to-left' } },
          { kind: 'port.set', bridge: 'br-right', name: 'to-left', type: 'patch', options: { peer: 'to-right' } },
          {
            kind: 'port.set',
            bridge: 'br-left',
            name: 'gnv0',
            type: 'geneve',
            options: { remote_ip: '192.0.2.8', key: '77', dst_port: '6082' },
          },
          { kind: 'port.set', bridge: 'br-left', name: 'host9', type: 'internal' },
          { kind: 'port.set', bridge: 'br-left', name: 'qinq0', type: 'internal' },
          {
            kind: 'portVlan.set',
            bridge: 'br-left',
            port: 'qinq0',
            mode: 'dot1q-tunnel',
            tag: 30,
            customerVlans: '5-6',
          },
          { kind: 'address.set', link: 'host9', addresses: ['198.51.100.9/24'] },
          {
            kind: 'mirror.set',
            bridge: 'br-left',
            name: 'span0',
            sourcePorts: ['host9'],
            destinationPorts: ['host9'],
            outputPort: 'gnv0',
          },
        ],
        shows: [
          shows('ovs-vsctl get bridge br-left rstp_enable', 'true'),
          shows('ovs-vsctl get interface to-left type options', 'patch', 'peer=to-right'),
          shows('ovs-vsctl get interface gnv0 type options', 'geneve', 'dst_port="6082"', 'key="77"'),
          shows('ovs-vsctl get port qinq0 vlan_mode tag cvlans', 'dot1q-tunnel', '30', '[5, 6]'),
          shows('ip -4 -o addr show dev host9', '198.51.100.9/24'),
          shows('ovs-vsctl list mirror span0', 'output_port', 'select_dst_port'),
        ],
      },
      {
        title: 'a guest gets a NIC on VLAN 5 of one',
        intents: [
          {
            kind: 'guestNic.attach',
            guest: 'VM_OVS_test',
            mac: '52:54:00:00:0b:01',
            target: { bridge: 'br-left', vlan: { mode: 'access', tag: 5 } },
          },
        ],
        shows: [
          shows(
            'virsh dumpxml --inactive VM_OVS_test',
            "<source bridge='br-left'/>",
            "<mac address='52:54:00:00:0b:01'/>",
            "<virtualport type='openvswitch'",
            "<tag id='5'/>",
          ),
        ],
      },
      {
        title: 'its other cable is pulled, and the NIC goes again',
        intents: [
          { kind: 'guestNic.setLink', guest: 'VM_OVS_test', nic: 'net0', state: 'down' },
          { kind: 'guestNic.detach', guest: 'VM_OVS_test', nic: 'net1' },
        ],
        shows: [
          shows('virsh dumpxml --inactive VM_OVS_test', "<link state='down'/>"),
          isGone('virsh domiflist --inactive VM_OVS_test', 'br-left'),
        ],
      },
    ],
  },
]
