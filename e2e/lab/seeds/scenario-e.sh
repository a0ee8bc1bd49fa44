# E. macvtap: every mode on NICs, made by hand and by libvirt; the host-side macvlan that cures host-guest isolation.
ip link add link eth3 name macvtap0 type macvtap mode vepa
ip link set macvtap0 up
ip link add link eth3 name macvtap1 type macvtap mode private
ip link add link eth2 name macvtap2 type macvtap mode passthru
ip link add link eth4 name host0 type macvlan mode bridge
ip addr add "192.168.44.$number/24" dev host0
ip link set host0 up
define_network direct-net <<EOF
<network><name>direct-net</name><forward mode='bridge'><interface dev='eth4'/></forward></network>
EOF
define_guest mv1 "$(direct_nic 0e:01 eth4 vepa)$(direct_nic 0e:02 eth4 bridge)"
define_guest mv2 "$(network_nic 0e:03 direct-net)"
start_guest mv1
start_guest mv2 --paused
