# A full host: kernel bonds, VLAN links, one bridge per VLAN, a vlan_filtering bridge, the Open vSwitch kernel datapath with an LACP bond
# and every VLAN mode, tunnels of both kinds, macvtap in every mode, six guests of which two run. The guests to start may be given.
modprobe -a bonding 8021q bridge macvtap veth tun openvswitch vxlan geneve ip_gre
tor_ports 6
tor_bond po1 p1 p2
tor_bond po2 p5 p6
# Few VLANs: an older lldpd sends nothing at all on a port with hundreds ("Too big message").
for port in po1 po2 p3 p4; do tor_trunk "$port" 100 125 126 200-210; done

kernel_bond bond0 "802.3ad lacp_rate fast xmit_hash_policy layer3+4" eth1 eth2
ip link set bond0 mtu 9000
kernel_bond bond1 "active-backup primary eth3" eth3 eth4
for i in 0 1; do ip link add "dummy$i" type dummy; done
kernel_bond bond2 balance-xor dummy0 dummy1

for vlan in 125 126; do
  ip link add link bond0 name "bond0.$vlan" type vlan id "$vlan"
  ip link set "bond0.$vlan" up
  ip link add "br$vlan" type bridge stp_state 0 forward_delay 0
  ip link set "bond0.$vlan" master "br$vlan"
  ip link set "br$vlan" up
done
ip addr add 172.16.125.10/24 dev br125
ip link set br125 alias "servers VLAN 125"

ip link add brv type bridge vlan_filtering 1 vlan_default_pvid 1
ip link set bond1 master brv
ip link set brv up
bridge vlan add dev bond1 vid 200-210
bridge vlan add dev brv vid 200 self
ip link add link brv name brv.200 type vlan id 200
ip addr add 172.16.200.10/24 dev brv.200
ip link set brv.200 up
ip netns add c1
ip link add c1-host type veth peer name eth0 netns c1
ip link set c1-host master brv up
bridge vlan del dev c1-host vid 1
bridge vlan add dev c1-host vid 200 pvid untagged

ovs-vsctl --timeout=120 add-br br-ovs -- \
  add-bond br-ovs ovsbond0 eth5 eth6 lacp=active bond_mode=balance-tcp other_config:lacp-time=fast other_config:bond-miimon-interval=100 \
  -- set Port ovsbond0 trunks=100,125,126,200 vlan_mode=trunk
ip link set eth5 up
ip link set eth6 up
internal() { ovs-vsctl add-port br-ovs "$1" "${@:2}" -- set Interface "$1" type=internal; }
internal acc125 tag=125
internal trk0 trunks=125,126,200
internal natun0 tag=125 trunks=125,126 vlan_mode=native-untagged
internal nattag0 tag=126 trunks=126,200 vlan_mode=native-tagged
internal qinq0 tag=200 vlan_mode=dot1q-tunnel cvlans=10,20
ip addr add 172.16.125.11/24 dev acc125
for link in acc125 trk0 br-ovs; do ip link set "$link" up; done
ovs-vsctl add-br br-tun -- \
  add-port br-tun vx0 -- set Interface vx0 type=vxlan options:remote_ip=10.0.2.50 options:key=5001 options:dst_port=4789 -- \
  add-port br-tun gre0p -- set Interface gre0p type=gre options:remote_ip=10.0.2.51 options:key=7 -- \
  add-port br-tun gnv0 -- set Interface gnv0 type=geneve options:remote_ip=flow options:key=flow -- \
  add-port br-tun patch-ovs -- set Interface patch-ovs type=patch options:peer=patch-tun -- \
  add-port br-ovs patch-tun -- set Interface patch-tun type=patch options:peer=patch-ovs
ovs-vsctl add-br br-ovs-v30 br-ovs 30
ovs-vsctl --id=@i get port acc125 -- --id=@o get port trk0 -- --id=@m create mirror name=span0 select-src-port=@i output-port=@o -- set Bridge br-ovs mirrors=@m >/dev/null

ip link add vxlan42 type vxlan id 42 dev eth0 remote 10.0.2.60 dstport 4790
ip link set vxlan42 up
ip link add gretap1 type gretap local 10.0.2.15 remote 10.0.2.61
ip link add gnvk type geneve id 77 remote 10.0.2.62 dstport 6082
for mode in bridge vepa private; do
  ip link add link bond0 name "mt-$mode" type macvtap mode "$mode"
  ip link set "mt-$mode" up
done
ip link add link bond2 name mt-passthru type macvtap mode passthru
ip link set mt-passthru up

virsh -q net-start default
define_network vlan125 <<<"<network><name>vlan125</name><forward mode='bridge'/><bridge name='br125'/></network>"
define_network ovsnet <<EOF
<network><name>ovsnet</name><forward mode='bridge'/><bridge name='br-ovs'/><virtualport type='openvswitch'/>
<portgroup name='vlan-all'><vlan trunk='yes'><tag id='125'/><tag id='126'/><tag id='200'/></vlan></portgroup>
<portgroup name='vlan-125' default='yes'><vlan><tag id='125'/></vlan></portgroup>
<portgroup name='native'><vlan trunk='yes'><tag id='125' nativeMode='untagged'/><tag id='126'/></vlan></portgroup>
</network>
EOF
define_network mvt <<<"<network><name>mvt</name><forward mode='bridge'><interface dev='bond0'/></forward></network>"
define_guest web1 "$(bridge_nic 01:01 br125)$(bridge_nic 01:02 br126)"
define_guest db1 "$(network_nic 02:01 vlan125)$(network_nic 02:02 default)"
define_guest fw1 "$(network_nic 03:01 ovsnet vlan-all)$(network_nic 03:02 ovsnet native)$(network_nic 03:03 ovsnet)$(bridge_nic 03:04 br-ovs "<vlan><tag id='126'/></vlan><virtualport type='openvswitch'/>")"
define_guest mv1 "$(direct_nic 04:01 bond0 bridge)$(direct_nic 04:02 bond0 vepa)$(network_nic 04:04 mvt)"
define_guest tag1 "$(bridge_nic 05:01 brv)"
define_guest off1 "$(network_nic 06:01 ovsnet vlan-125)"
shift
for guest in "${@:-web1 fw1}"; do for name in $guest; do start_guest "$name" --paused; done; done
tor_lldp
