import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import {
  bridgeNic,
  commands,
  guest,
  hostdevNic,
  management,
  network,
  networkNic,
  nic,
  vhostUserNic,
  virtualFunctions,
} from './build'

/**
 * A host for fast guests: functions of a card given by a network and by their addresses, one in a bridge of the host; a card that
 * shows its switch, with representors in Open vSwitch; a switch of user space with a bond of DPDK's and a vhost-user guest.
 */
export const kvmSriov = (options: Partial<SimHostOptions> = {}): SimHost => {
  const host = new SimHost({ name: 'kvm-sriov', ...options })
  const { machine } = host
  management(machine, '192.0.2.14')
  nic(machine, 'enp3s0f1', { speedMbps: 25_000, driver: 'i40e', far: { switch: 'tor-a', port: 'Ethernet31' } })
  nic(machine, 'enp4s0f0', { speedMbps: 100_000, driver: 'mlx5_core', far: { switch: 'tor-b', port: 'Ethernet32' } })
  virtualFunctions(machine, 'enp3s0f1', { count: 4 })
  virtualFunctions(machine, 'enp4s0f0', { count: 2, limit: 16, switchId: '1e5f2a0003a1d4b8' })

  commands(
    machine,
    `ip link add br-vf type bridge
     ip link set enp3s0f1v3 master br-vf
     ip link set enp3s0f1v3 up
     ip link set br-vf up
     ovs-vsctl add-br br-sw
     ovs-vsctl add-port br-sw enp4s0f0
     ovs-vsctl add-port br-sw enp4s0f0_0 tag=125
     ovs-vsctl add-port br-sw enp4s0f0_1
     ovs-vsctl set Open_vSwitch . other_config:dpdk-init=true
     ovs-vsctl add-br br-dpdk -- set Bridge br-dpdk datapath_type=netdev
     ovs-vsctl add-bond br-dpdk dpdkbond dpdk0 dpdk1 bond_mode=balance-slb -- set Interface dpdk0 type=dpdk options:dpdk-devargs=0000:81:00.0 -- set Interface dpdk1 type=dpdk options:dpdk-devargs=0000:81:00.1
     ovs-vsctl add-port br-dpdk vhost-fw1 tag=126 -- set Interface vhost-fw1 type=dpdkvhostuserclient options:vhost-server-path=/var/lib/vhost/fw1.sock`,
  )
  network(
    machine,
    'sriov',
    `<network><name>sriov</name><forward mode='hostdev' managed='yes'><pf dev='enp3s0f1'/></forward>
<portgroup name='storage' default='yes'><vlan><tag id='42'/></vlan></portgroup>
<portgroup name='backup'><vlan><tag id='43'/></vlan></portgroup></network>`,
  )

  guest(machine, { name: 'db1', nics: [networkNic('sriov', 'backup')] })
  guest(machine, { name: 'db2', nics: [hostdevNic('0000:03:0a.1', `<vlan><tag id='44'/></vlan>`), bridgeNic('br-vf')] })
  guest(machine, { name: 'edge1', nics: [hostdevNic('0000:04:02.0')] })
  guest(machine, { name: 'fw1', nics: [vhostUserNic('/var/lib/vhost/fw1.sock')] })
  guest(machine, { name: 'spare1', nics: [networkNic('sriov')], state: 'shut off' })
  return host
}
