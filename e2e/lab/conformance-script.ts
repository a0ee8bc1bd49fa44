/** One command of the script both hosts run; `expectsFailure` where the real tool refuses. */
type ScriptStep = { argv: readonly string[]; stdin?: string; expectsFailure?: boolean }
export type Chapter = { title: string; steps: readonly ScriptStep[] }

const line = (text: string): ScriptStep => ({ argv: text.trim().split(/\s+/) })
const lines = (text: string): ScriptStep[] => text.trim().split('\n').map(line)
const refused = (text: string): ScriptStep => ({ ...line(text), expectsFailure: true })
const file = (path: string, stdin: string): ScriptStep => ({ argv: ['tee', path], stdin })

const OVS_NETWORK = `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan1' default='yes'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
<portgroup name='trunk'><vlan trunk='yes'><tag id='125' nativeMode='untagged'/><tag id='126'/></vlan></portgroup></network>`

export const GUEST = `<domain type='qemu'><name>web1</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type><loader readonly='yes' type='rom'>/var/lib/libvirt/images/halt.rom</loader></os>
<features><acpi/></features>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<interface type='network'><mac address='52:54:00:c0:00:01'/><source network='ovs-net' portgroup='Vlan125'/><model type='virtio'/></interface>
<interface type='bridge'><mac address='52:54:00:c0:00:02'/><source bridge='br-lan'/><model type='virtio'/></interface>
<controller type='usb' model='none'/><memballoon model='none'/></devices></domain>`

/** The script of reads and changes that a simulated and a lab host must answer alike. */
export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'an Open vSwitch bridge with a bond and every VLAN mode',
    steps: lines(`
      ovs-vsctl add-br ovsbr1
      ovs-vsctl add-bond ovsbr1 bond0 eth2 eth3 bond_mode=active-backup
      ovs-vsctl set port bond0 trunks=125,126 tag=1 vlan_mode=native-untagged
      ovs-vsctl add-port ovsbr1 acc tag=10 -- set interface acc type=internal
      ovs-vsctl add-port ovsbr1 trk trunks=10,20 -- set interface trk type=internal
      ovs-vsctl add-port ovsbr1 nattag tag=10 trunks=10,20 vlan_mode=native-tagged -- set interface nattag type=internal
      ovs-vsctl add-port ovsbr1 qinq tag=30 vlan_mode=dot1q-tunnel cvlans=100,200 -- set interface qinq type=internal
      ip link set acc up`),
  },
  {
    title: 'patches, tunnels, fake bridges, controllers',
    steps: lines(`
      ovs-vsctl add-br br-tun -- add-port br-tun vx0 -- set interface vx0 type=vxlan options:remote_ip=10.0.0.2 options:key=5001
      ovs-vsctl add-port ovsbr1 to-tun -- set interface to-tun type=patch options:peer=to-ovs -- add-port br-tun to-ovs -- set interface to-ovs type=patch options:peer=to-tun
      ovs-vsctl add-br ovsbr1-v125 ovsbr1 125
      ovs-vsctl set-fail-mode br-tun secure -- set-controller br-tun tcp:127.0.0.1:6653`),
  },
  {
    title: 'what the tools refuse, and what they only seem to do',
    steps: [
      refused('ovs-vsctl add-br ovsbr1'),
      refused('ovs-vsctl set port acc tag=5000'),
      refused('ovs-vsctl del-br no-such-bridge'),
      line('ovs-vsctl add-port ovsbr1 no-such-nic'), // exits 0: only the error column and ofport tell
      refused('ip link set no-such-link up'),
      line('ovs-vsctl --if-exists del-port ovsbr1 no-such-nic'),
    ],
  },
  {
    title: 'a Linux bridge and macvtap',
    steps: lines(`
      ip link add br-lan type bridge
      ip link set eth1 master br-lan
      ip link set br-lan up
      ip addr add 192.168.50.9/24 dev br-lan
      ip link add link eth4 name macvtap0 type macvtap mode vepa
      ip link set macvtap0 up
      ip link add link eth4 name macvlan0 type macvlan mode bridge`),
  },
  {
    title: 'libvirt: a network with portgroups and a running guest',
    steps: [
      file('/tmp/network.xml', OVS_NETWORK),
      ...lines(`
        virsh net-define /tmp/network.xml
        virsh net-start ovs-net
        virsh net-autostart ovs-net`),
      file('/tmp/guest.xml', GUEST),
      ...lines(`
        virsh define /tmp/guest.xml
        virsh start web1`),
    ],
  },
  {
    title: 'changes to a running guest',
    steps: lines(`
      virsh domif-setlink web1 52:54:00:c0:00:02 down
      ovs-vsctl set port vnet0 tag=126
      virsh suspend web1`),
  },
  {
    title: 'and back again',
    steps: lines(`
      virsh destroy web1
      virsh undefine web1
      virsh net-destroy ovs-net
      virsh net-undefine ovs-net
      ip link del macvlan0
      ip link del macvtap0
      ip link set eth1 nomaster
      ip link del br-lan
      ovs-vsctl del-br ovsbr1-v125
      ovs-vsctl del-br br-tun
      ovs-vsctl del-br ovsbr1`),
  },
]
