# Many guests on one Open vSwitch network, for measuring. $2 = how many. They start paused: their ports exist, they cost nothing.
ovs-vsctl add-br ovsbr1 -- add-port ovsbr1 eth1
ip link set ovsbr1 up
define_network ovs-net <<EOF
<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup></network>
EOF
for ((guest = 1; guest <= $2; guest++)); do
  define_guest "guest$guest" "$(network_nic "$(printf '20:%02x' "$guest")" ovs-net Vlan125)"
  start_guest "guest$guest" --paused
done
