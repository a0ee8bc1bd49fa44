# An OVS bridge; networks and guests that use what libvirt has, none of them running. Their definitions are to survive edits of one thing.
ovs-vsctl --may-exist add-br ovs9
cat >"$work/whole.xml" <<EOF
<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>whole</name>
<forward mode='nat' dev='eth4'><nat ipv6='yes'><address start='10.98.0.1' end='10.98.0.4'/><port start='20000' end='30000'/></nat></forward>
<bridge name='virbr60' stp='off' delay='3'/><mac address='52:54:00:aa:60:01'/><domain name='whole.example' localOnly='yes'/>
<dns><host ip='192.168.160.9'><hostname>gw</hostname></host></dns>
<ip address='192.168.160.1' netmask='255.255.255.0'><dhcp><range start='192.168.160.50' end='192.168.160.99'/>
<host mac='52:54:00:00:00:78' name='db' ip='192.168.160.7'/></dhcp></ip>
<ip family='ipv6' address='fd00:60::1' prefix='64'><dhcp><range start='fd00:60::100' end='fd00:60::1ff'/></dhcp></ip>
<route family='ipv4' address='192.168.223.0' prefix='24' gateway='192.168.160.2'/>
<dnsmasq:options><dnsmasq:option value='dhcp-option=26,1400'/></dnsmasq:options></network>
EOF
cat >"$work/pool.xml" <<'EOF'
<network><name>pool</name><forward mode='passthrough'><interface dev='eth1'/><interface dev='eth2'/><interface dev='eth3'/></forward>
<portgroup name='eng' default='yes'><vlan><tag id='43'/></vlan></portgroup></network>
EOF
cat >"$work/functions.xml" <<'EOF'
<network><name>functions</name><forward mode='hostdev' managed='yes'><pf dev='eth1'/></forward></network>
EOF
for each in whole pool functions; do virsh -q net-define "$work/$each.xml"; done
virsh -q net-start pool

define_guest_xml() { virsh -q define /dev/stdin; }
machine="<memory unit='MiB'>16</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>"
define_guest_xml <<EOF
<domain type='qemu'><name>first</name>$machine<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<interface type='network'><mac address='$(mac 60:01)'/><source network='whole'/><model type='virtio'/><boot order='1'/><filterref filter='clean-traffic'/><driver queues='2'/></interface>
<interface type='network'><mac address='$(mac 60:02)'/><source network='whole'/><model type='e1000e'/></interface></devices></domain>
EOF
define_guest_xml <<EOF
<domain type='qemu'><name>kinds</name>$machine<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<interface type='network'><mac address='$(mac 61:01)'/><source network='whole'/><model type='virtio'/><driver name='vhost' queues='2'><host csum='off'/></driver><tune><sndbuf>1600</sndbuf></tune><alias name='ua-first'/><coalesce><rx><frames max='7'/></rx></coalesce><bandwidth><inbound average='1000'/></bandwidth><mtu size='1400'/><link state='up'/></interface>
<interface type='bridge'><mac address='$(mac 61:02)'/><source bridge='ovs9'/><vlan><tag id='42'/></vlan><virtualport type='openvswitch'><parameters interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport><model type='virtio'/><teaming type='persistent'/><alias name='ua-team'/></interface>
<interface type='mcast'><mac address='$(mac 61:03)'/><source address='230.0.0.1' port='5558'/><model type='virtio'/></interface>
<interface type='user'><mac address='$(mac 61:04)'/><model type='virtio'/></interface>
<interface type='hostdev' managed='yes'><mac address='$(mac 61:05)'/><source><address type='pci' domain='0' bus='3' slot='16' function='1'/></source><vlan><tag id='42'/></vlan><teaming type='transient' persistent='ua-team'/></interface>
<interface type='vdpa'><mac address='$(mac 61:06)'/><source dev='/dev/vhost-vdpa-0'/></interface></devices></domain>
EOF
define_guest_xml <<EOF
<domain type='qemu'><name>going</name>$machine<devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>
EOF
