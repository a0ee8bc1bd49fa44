# One of each kind that can be taken away.
ovs-vsctl -- add-br br-keep -- add-port br-keep host7 tag=7 -- set interface host7 type=internal \
  -- add-port br-keep copy7 -- set interface copy7 type=internal \
  -- add-port br-keep gre7 trunks=7,8 -- set interface gre7 type=gre options:remote_ip=192.0.2.9 options:key=77 \
  -- add-bond br-keep bond7 eth1 eth2 bond_mode=active-backup other_config:bond-primary=eth2 tag=7
ovs-vsctl -- --id=@s get port host7 -- --id=@o get port copy7 \
  -- --id=@m create mirror name=span7 select-src-port=@s output-port=@o -- set bridge br-keep mirrors=@m >/dev/null
ip addr add "192.0.2.$number/24" dev host7
ip link set host7 up
ip link add link eth4 name macvtap7 type macvtap mode private
ip link set macvtap7 up
ip link add link eth4 name host4 type macvlan mode bridge
ip addr add "198.51.100.$number/24" dev host4
ip link set host4 up
ovs-vsctl -- add-br br-gone -- set-fail-mode br-gone secure \
  -- add-port br-gone eth3 vlan_mode=native-untagged tag=10 trunks=10,20 -- add-port br-gone host8 \
  -- set interface host8 type=internal -- set bridge br-gone other_config:mac-aging-time=60 other_config:hwaddr=02:00:00:00:00:30
ovs-vsctl add-br gone-v30 br-gone 30
ip link add br-lan type bridge forward_delay 400
ip link add lan0 type veth peer name lan1
ip link set lan0 master br-lan
ip addr add "203.0.113.$number/24" dev br-lan
for link in br-lan lan0 lan1 br-gone; do ip link set "$link" up; done
define_network keep-net <<EOF
<network><name>keep-net</name><forward mode='bridge'/><bridge name='br-keep'/><virtualport type='openvswitch'/>
<portgroup name='first' default='yes'/><portgroup name='middle'><vlan><tag id='8'/></vlan></portgroup><portgroup name='last'><vlan><tag id='7'/></vlan></portgroup></network>
EOF
define_network gone-net <<EOF
<network><name>gone-net</name><metadata><note xmlns='http://example.org/note'>rack 4</note></metadata><forward mode='bridge'/>
<bridge name='br-gone'/><virtualport type='openvswitch'/><portgroup name='only'><vlan><tag id='20'/></vlan></portgroup></network>
EOF
