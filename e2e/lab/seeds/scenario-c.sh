# C. Fake bridges: VLAN 125 of ovsbr1, for software that knows only bridges.
ovs-vsctl add-br ovsbr1
ovs-vsctl add-port ovsbr1 eth1
ovs-vsctl add-br ovsbr1-v125 ovsbr1 125
ip link set ovsbr1 up
ip link set ovsbr1-v125 up
define_guest fake1 "$(bridge_nic 0c:01 ovsbr1-v125 "<virtualport type='openvswitch'/>")"
start_guest fake1
