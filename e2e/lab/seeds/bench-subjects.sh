# What the benchmarks change and watch: a Linux bridge, an Open vSwitch bridge with some guests, a libvirt network.
ip link add benchbr type bridge
ip link set benchbr up
ip link set eth2 master benchbr
ovs-vsctl add-br ovsbr1 -- add-port ovsbr1 eth1
ip link set ovsbr1 up
define_network ovs-net <<EOS
<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup></network>
EOS
define_network benchnet <<EOS
<network><name>benchnet</name><forward mode='bridge'/><bridge name='benchbr'/></network>
EOS
for guest in 1 2 3 4 5; do
  define_guest "guest$guest" "$(network_nic "$(printf '30:%02x' "$guest")" ovs-net Vlan125)"
  start_guest "guest$guest" --paused
done
