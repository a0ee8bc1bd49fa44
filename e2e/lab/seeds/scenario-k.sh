# K. What OpenStack's Open vSwitch agent builds: br-int, br-tun, br-ex, a trunk bridge for a VLAN-aware guest, a firewall bridge.
ovs-vsctl add-br br-int -- set bridge br-int fail_mode=secure external_ids:bridge-id=br-int -- \
  add-br br-tun -- set bridge br-tun fail_mode=secure -- add-br br-ex -- add-port br-ex eth1
ovs-vsctl add-port br-int patch-tun -- set interface patch-tun type=patch options:peer=patch-int -- \
  add-port br-tun patch-int -- set interface patch-int type=patch options:peer=patch-tun
ovs-vsctl add-port br-int int-br-ex -- set interface int-br-ex type=patch options:peer=phy-br-ex -- \
  add-port br-ex phy-br-ex -- set interface phy-br-ex type=patch options:peer=int-br-ex
ovs-vsctl add-port br-tun vxlan-0a000002 -- set interface vxlan-0a000002 type=vxlan options:remote_ip=10.0.0.2 options:local_ip=10.0.0.1 options:key=flow -- \
  add-port br-tun gre-0a000003 -- set interface gre-0a000003 type=gre options:remote_ip=10.0.0.3 options:local_ip=10.0.0.1 options:key=flow -- \
  add-port br-tun gnv-0a000004 -- set interface gnv-0a000004 type=geneve options:remote_ip=10.0.0.4 options:local_ip=10.0.0.1 options:key=flow
# A plain guest on local VLAN 1.
define_guest instance-00000001 "$(bridge_nic 14:01 br-int "<virtualport type='openvswitch'/><target dev='tap11111111-11'/>")"
start_guest instance-00000001
ovs-vsctl set port tap11111111-11 tag=1 -- set interface tap11111111-11 external_ids:iface-id=11111111-1111-4111-8111-111111111111
# A VLAN-aware guest: parent port on local VLAN 3, sub-port VLAN 100 on local VLAN 5, through its trunk bridge.
ovs-vsctl add-br tbr-aaaa0001 -- set bridge tbr-aaaa0001 external_ids:bridge_name=tbr-aaaa0001
ovs-vsctl add-port tbr-aaaa0001 tpt-22222222-22 -- set interface tpt-22222222-22 type=patch options:peer=tpi-22222222-22 external_ids:port_id=22222222-2222-4222-8222-222222222222 -- \
  add-port br-int tpi-22222222-22 tag=3 -- set interface tpi-22222222-22 type=patch options:peer=tpt-22222222-22
ovs-vsctl add-port tbr-aaaa0001 spt-33333333-33 tag=100 -- set interface spt-33333333-33 type=patch options:peer=spi-33333333-33 external_ids:port_id=33333333-3333-4333-8333-333333333333 -- \
  add-port br-int spi-33333333-33 tag=5 -- set interface spi-33333333-33 type=patch options:peer=spt-33333333-33
define_guest instance-00000002 "$(bridge_nic 14:02 tbr-aaaa0001 "<virtualport type='openvswitch'/><target dev='tap22222222-22'/>")"
start_guest instance-00000002
# The older firewall driver: guest on a Linux bridge, joined to br-int by a veth pair.
ip link add qbr44444444-44 type bridge
ip link set qbr44444444-44 up
ip link add qvb44444444-44 type veth peer name qvo44444444-44
ip link set qvb44444444-44 master qbr44444444-44 up
ip link set qvo44444444-44 up
ovs-vsctl add-port br-int qvo44444444-44 tag=1
define_guest instance-00000003 "$(bridge_nic 14:03 qbr44444444-44 "<target dev='tap44444444-44'/>")"
start_guest instance-00000003
