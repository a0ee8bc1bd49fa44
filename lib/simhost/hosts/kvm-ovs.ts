import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import { commands, DEFAULT_NETWORK, guest, management, network, networkNic, nic, ovsNic } from './build'

const VLANS: readonly [number, string][] = [
  [1, 'default'],
  [125, 'servers'],
  [126, 'storage'],
]

/**
 * Demo host 1, scenario A: Open vSwitch with an LACP bond and libvirt portgroups, and what gathers around it in time: a
 * patch to a second bridge, a VXLAN to the other site, a fake bridge for software that knows only bridges.
 */
export const kvmOvs = (options: Partial<SimHostOptions> = {}): SimHost => {
  const host = new SimHost({ name: 'kvm-ovs', ...options })
  const { machine } = host
  management(machine, '192.0.2.11')
  nic(machine, 'eth1', { speedMbps: 1_000, driver: 'igb', hasCable: false })
  for (const [name, port] of [
    ['eth2', 'Ethernet11'],
    ['eth3', 'Ethernet12'],
  ] as const)
    nic(machine, name, { far: { switch: 'tor-a', port, vlans: VLANS, speaksLacp: true } })

  commands(
    machine,
    `ovs-vsctl add-br ovsbr1
     ovs-vsctl add-bond ovsbr1 bond0 eth2 eth3 lacp=active bond_mode=balance-tcp other_config:lacp-time=fast other_config:bond-detect-mode=miimon
     ovs-vsctl set port bond0 trunks=125,126 tag=1 vlan_mode=native-untagged
     ip link set ovsbr1 up
     ovs-vsctl add-port ovsbr1 stor126 tag=126 -- set Interface stor126 type=internal
     ip addr add 198.51.100.11/24 dev stor126
     ip link set stor126 up
     ovs-vsctl add-br ovsbr1-v125 ovsbr1 125
     # a second bridge behind a patch, with a tunnel to the other site
     ovs-vsctl add-br br-edge -- set Bridge br-edge other_config:mac-aging-time=600
     ovs-vsctl add-port ovsbr1 patch-edge -- set Interface patch-edge type=patch options:peer=patch-ovsbr1 -- add-port br-edge patch-ovsbr1 -- set Interface patch-ovsbr1 type=patch options:peer=patch-edge
     ovs-vsctl add-port br-edge vx-site2 -- set Interface vx-site2 type=vxlan options:remote_ip=198.51.100.52 options:key=5001
     ip link set br-edge up`,
  )
  network(
    machine,
    'ovs-net',
    `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
     <portgroup name='Vlan1' default='yes'/>
     <portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
     <portgroup name='Vlan126'><vlan><tag id='126'/></vlan></portgroup>
     <portgroup name='Trunk_all_Vlans'><vlan trunk='yes'><tag id='125'/><tag id='126'/></vlan></portgroup></network>`,
  )
  network(machine, 'default', DEFAULT_NETWORK)

  guest(machine, { name: 'VM_OVS_test', nics: [networkNic('ovs-net', 'Vlan125', '52:54:00:12:5a:01')] })
  guest(machine, {
    name: 'web1',
    title: 'Shop front end',
    nics: [networkNic('ovs-net', 'Vlan125'), networkNic('default')],
  })
  guest(machine, {
    name: 'db1',
    title: 'Shop database',
    nics: [networkNic('ovs-net', 'Vlan125'), networkNic('ovs-net', 'Vlan126')],
  })
  guest(machine, {
    name: 'fw1',
    title: 'Firewall',
    nics: [networkNic('ovs-net', 'Trunk_all_Vlans'), ovsNic('br-edge')],
  })
  guest(machine, { name: 'jump1', nics: [networkNic('ovs-net')], state: 'shut off', isAutostart: false })
  return host
}
