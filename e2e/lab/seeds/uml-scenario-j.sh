# J. One bridge per VLAN on a kernel bond, and the same with one vlan_filtering bridge; E's macvtap on a bond; K's VLAN interfaces on a tap.
tor_ports 4
tor_bond po1 p1 p2
tor_trunk po1 125 126
tor_trunk p3 200 205
tor_trunk p4 200 205
kernel_bond bond0 "802.3ad lacp_rate fast" eth1 eth2
kernel_bond bond1 "active-backup primary eth3" eth3 eth4
for vlan in 125 126; do
  ip link add link bond0 name "bond0.$vlan" type vlan id "$vlan"
  ip link set "bond0.$vlan" up
  ip link add "br$vlan" type bridge
  ip link set "bond0.$vlan" master "br$vlan"
  ip link set "br$vlan" up
done
ip link add brv type bridge vlan_filtering 1
ip link set bond1 master brv
ip link set brv up
for vlan in 200 205; do bridge vlan add dev bond1 vid "$vlan"; done
ip link add link bond0 name macvtap0 type macvtap mode vepa
ip link set macvtap0 up
ovs-vsctl add-br br-int
ip tuntap add tap1 mode tap
ip link set tap1 up
ip link add link tap1 name tap1.100 type vlan id 100
ip link set tap1.100 up
ovs-vsctl add-port br-int tap1 tag=3 -- add-port br-int tap1.100 tag=5
define_guest web1 "$(bridge_nic 10:01 br125)$(bridge_nic 10:02 br126)"
define_guest tag1 "$(bridge_nic 10:03 brv)"
start_guest web1 --paused
start_guest tag1 --paused
tap=$(virsh domiflist tag1 | awk '$3 == "brv" { print $1 }')
bridge vlan del dev "$tap" vid 1
bridge vlan add dev "$tap" vid 205 pvid untagged
tor_lldp
