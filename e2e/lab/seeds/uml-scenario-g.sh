# G. A VLAN for management beside a bridge: the NIC is in the bridge without an address, vlan100 on it holds the host's.
tor_ports 1
tor_trunk p1 2 3 6 100
ovs-vsctl add-br solbr -- add-port solbr eth1
ip link set eth1 up
ip link set solbr up
ip link add link eth1 name vlan100 type vlan id 100
ip addr add "10.0.100.$((10 + number))/24" dev vlan100
ip link set vlan100 up
