# One host with a bit of everything: LACP bond, patch, VXLAN, mirror, controller, fake bridge, macvtap, five networks, four guests.
ovs-vsctl -- add-br br0 -- add-bond br0 bond0 eth1 eth2 bond_mode=balance-tcp lacp=active other_config:lacp-time=fast \
  -- add-br ovsbr1 -- add-port ovsbr1 patch-br0 -- set interface patch-br0 type=patch options:peer=patch-ovsbr1 \
  -- add-port br0 patch-ovsbr1 -- set interface patch-ovsbr1 type=patch options:peer=patch-br0
ovs-vsctl -- add-port br0 stor10 tag=10 -- set interface stor10 type=internal -- add-br br0-v30 br0 30 \
  -- add-port br0 ntag1 tag=10 trunks=10,20 vlan_mode=native-tagged -- set interface ntag1 type=internal
ip addr add "10.10.10.1$number/24" dev stor10
for link in stor10 br0 ovsbr1; do ip link set "$link" up; done
ovs-vsctl -- add-br brvx -- add-port brvx vx0 -- set interface vx0 type=vxlan options:remote_ip="10.10.10.1$((number == 1 ? 2 : 1))" options:key=5001 \
  -- add-port brvx vxint -- set interface vxint type=internal
ip addr add "10.50.0.$number/24" dev vxint
ip link set vxint mtu 1400 up
ip link set brvx up
ovs-vsctl -- --id=@s get port stor10 -- --id=@o get port ntag1 \
  -- --id=@m create mirror name=span0 select-src-port=@s select-dst-port=@s output-port=@o -- set bridge br0 mirrors=@m >/dev/null
ovs-vsctl -- add-br brof -- set-fail-mode brof secure -- set-controller brof tcp:127.0.0.1:6653
ip link add br-lan type bridge
ip link set br-lan up
ip link set eth3 master br-lan
ip addr add "192.168.50.1$number/24" dev br-lan
ip link add link eth4 name macvtap0 type macvtap mode vepa
ip link set macvtap0 up
ip link add link eth4 name macvlan0 type macvlan mode bridge
define_network ovs-net <<EOF
<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='untagged' default='yes'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
<portgroup name='trunk'><vlan trunk='yes'><tag id='10'/><tag id='20'/><tag id='125'/></vlan></portgroup>
<portgroup name='native'><vlan trunk='yes'><tag id='10' nativeMode='untagged'/><tag id='20'/></vlan></portgroup>
</network>
EOF
define_network lan-net <<<"<network><name>lan-net</name><forward mode='bridge'/><bridge name='br-lan'/></network>"
define_network direct-net <<<"<network><name>direct-net</name><forward mode='bridge'><interface dev='eth4'/></forward></network>"
define_network iso-net <<<"<network><name>iso-net</name><bridge name='virbr9'/><ip address='192.168.99.1' netmask='255.255.255.0'><dhcp><range start='192.168.99.100' end='192.168.99.200'/></dhcp></ip></network>"
virsh -q net-start default
define_guest vm1 "$(network_nic 00:01 ovs-net Vlan125)$(network_nic 00:02 ovs-net trunk)$(network_nic 00:03 default)"
define_guest vm2 "$(network_nic 00:11 lan-net)$(bridge_nic 00:12 ovsbr1 "<virtualport type='openvswitch'/><vlan><tag id='20'/></vlan>")$(network_nic 00:13 iso-net)"
define_guest vm3 "$(direct_nic 00:21 eth4 bridge)$(direct_nic 00:22 eth4 vepa)$(network_nic 00:23 direct-net)"
define_guest vm4 "$(network_nic 00:31 ovs-net native)"
start_guest vm1
start_guest vm2
start_guest vm3 --paused
virsh -q autostart vm1
