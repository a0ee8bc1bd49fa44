# A. Open vSwitch, standalone, with an LACP bond and libvirt portgroups.
ovs-vsctl add-br ovsbr1
ovs-vsctl add-bond ovsbr1 bond0 eth2 eth3 lacp=active bond_mode=balance-tcp other_config:lacp-time=fast other_config:bond-detect-mode=miimon
ovs-vsctl set port bond0 trunks=125,126 tag=1 vlan_mode=native-untagged
ip link set ovsbr1 up
define_network ovs-net <<EOF
<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan1' default='yes'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
<portgroup name='Vlan126'><vlan><tag id='126'/></vlan></portgroup>
<portgroup name='Trunk_all_Vlans'><vlan trunk='yes'><tag id='125'/><tag id='126'/></vlan></portgroup>
</network>
EOF
virsh -q net-start default
define_guest VM_OVS_test "$(network_nic 0a:01 default)"
define_guest VM_trunk "$(network_nic 0a:02 ovs-net Trunk_all_Vlans)"
define_guest VM_default "$(network_nic 0a:03 ovs-net)"
# Moved from network `default` to ovs-net / Vlan125, as an administrator would: edit the definition, start it.
virsh dumpxml --inactive VM_OVS_test | sed "s|<source network='default'/>|<source network='ovs-net' portgroup='Vlan125'/>|" >"$work/moved.xml"
virsh -q define "$work/moved.xml"
for guest in VM_OVS_test VM_trunk VM_default; do start_guest "$guest"; done
