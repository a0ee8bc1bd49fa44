# I. A bond made by the kernel, joined to the Open vSwitch bridge as one port.
tor_ports 4
tor_bond po1 p1 p2 p3 p4
tor_trunk po1 10 20
kernel_bond bond0 "802.3ad lacp_rate fast xmit_hash_policy layer3+4" eth1 eth2 eth3 eth4
ovs-vsctl add-br br-data -- add-port br-data bond0 trunks=10,20 vlan_mode=native-untagged tag=1 -- add-port br-data app10 tag=10 -- set interface app10 type=internal
ip link set br-data up
tor_lldp
