import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import type { HostBuilder } from './build'
import { bridgeNic, commands, directNic, guest, management, network, networkNic, nic, ovsNic } from './build'

/** The set-ups that people really build, A to K, each made with the commands of the article it comes from. */
const bare = (letter: string, options: Partial<SimHostOptions>): SimHost =>
  new SimHost({ name: `scenario-${letter}`, ...options })

const uplinks = (host: SimHost, names: readonly string[], speaksLacp = false): void => {
  for (const [at, name] of names.entries())
    nic(host.machine, name, {
      far: {
        switch: 'tor-a',
        port: `Ethernet${at + 1}`,
        vlans: [
          [1, 'default'],
          [125, 'servers'],
          [126, 'storage'],
        ],
        speaksLacp,
      },
    })
}

/** A: Open vSwitch with an LACP bond and libvirt portgroups. `speaksLacp` false: the switch does not, members disabled. */
export const scenarioA = (options: Partial<SimHostOptions> = {}, { speaksLacp = true } = {}): SimHost => {
  const host = bare('a', options)
  const { machine } = host
  management(machine, '192.0.2.31')
  uplinks(host, ['eth2', 'eth3'], speaksLacp)
  commands(
    machine,
    `ovs-vsctl add-br ovsbr1
     ovs-vsctl add-bond ovsbr1 bond0 eth2 eth3 lacp=active bond_mode=balance-tcp other_config:lacp-time=fast other_config:bond-detect-mode=miimon
     ovs-vsctl set port bond0 trunks=125,126 tag=1 vlan_mode=native-untagged
     ip link set ovsbr1 up`,
  )
  network(
    machine,
    'ovs-net',
    `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
     <portgroup name='Vlan1' default='yes'/>
     <portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
     <portgroup name='Vlan126'><vlan><tag id='126'/></vlan></portgroup>
     <portgroup name='Trunk_all_Vlans'><vlan trunk='yes'><tag id='125'/><tag id='126'/></vlan></portgroup></network>`,
  )
  guest(machine, { name: 'VM_OVS_test', nics: [networkNic('ovs-net', 'Vlan125')] })
  return host
}

/** B: the four VLAN modes (and QinQ) on guest-side ports and on the uplink. */
export const scenarioB: HostBuilder = (options = {}) => {
  const host = bare('b', options)
  management(host.machine, '192.0.2.32')
  uplinks(host, ['eth2'])
  commands(
    host.machine,
    `ovs-vsctl add-br br0 -- add-port br0 eth2 vlan_mode=native-untagged tag=1 trunks=125,126
     ovs-vsctl add-port br0 acc0 tag=125 -- set Interface acc0 type=internal
     ovs-vsctl add-port br0 trk0 trunks=125,126 -- set Interface trk0 type=internal
     ovs-vsctl add-port br0 all0 vlan_mode=trunk -- set Interface all0 type=internal
     ovs-vsctl add-port br0 ntag0 tag=125 trunks=125,126 vlan_mode=native-tagged -- set Interface ntag0 type=internal
     ovs-vsctl add-port br0 nunt0 tag=125 trunks=125,126 vlan_mode=native-untagged -- set Interface nunt0 type=internal
     ovs-vsctl add-port br0 qinq0 tag=200 vlan_mode=dot1q-tunnel cvlans=10,20 -- set Interface qinq0 type=internal`,
  )
  guest(host.machine, {
    name: 'native1',
    nics: [ovsNic('br0', `<vlan trunk='yes'><tag id='125' nativeMode='untagged'/><tag id='126'/></vlan>`)],
  })
  return host
}

/** C: a fake bridge is VLAN 125 of ovsbr1. */
export const scenarioC: HostBuilder = (options = {}) => {
  const host = bare('c', options)
  management(host.machine, '192.0.2.33')
  commands(
    host.machine,
    `ovs-vsctl add-br ovsbr1
     ovs-vsctl add-br ovsbr1-v125 ovsbr1 125
     ovs-vsctl add-port ovsbr1-v125 in125 -- set Interface in125 type=internal`,
  )
  guest(host.machine, { name: 'old1', nics: [ovsNic('ovsbr1-v125')] })
  return host
}

/** D: an SDN controller that does not answer, fail mode secure, and one that does. */
export const scenarioD: HostBuilder = (options = {}) => {
  const host = bare('d', options)
  management(host.machine, '192.0.2.34')
  host.apply((world) => world.state.reachableControllers.push('tcp:198.51.100.7:6633'))
  commands(
    host.machine,
    `ovs-vsctl add-br ovsbr1 -- add-br ovsbr2
     ovs-vsctl set-fail-mode ovsbr1 secure
     ovs-vsctl set-controller ovsbr1 tcp:198.51.100.6:6633
     ovs-vsctl set-controller ovsbr2 tcp:198.51.100.7:6633
     ovs-vsctl set-manager tcp:198.51.100.6:6640`,
  )
  guest(host.machine, { name: 'sdn1', nics: [ovsNic('ovsbr1', `<vlan><tag id='125'/></vlan>`)] })
  return host
}

/** E: macvtap in all its modes, on a NIC and on a bond. */
const scenarioE: HostBuilder = (options = {}) => {
  const host = bare('e', options)
  management(host.machine, '192.0.2.35')
  uplinks(host, ['eth3', 'eth4', 'eth5'])
  for (const name of ['eth6', 'eth7']) nic(host.machine, name, { isUp: false })
  commands(
    host.machine,
    `ip link add link eth3 name macvtap0 type macvtap mode vepa
     ip link set macvtap0 up
     ip link add bond0 type bond mode active-backup
     ip link set eth6 master bond0
     ip link set eth7 master bond0
     ip link set bond0 up`,
  )
  guest(host.machine, { name: 'vepa1', nics: [directNic('eth5', 'vepa')] })
  guest(host.machine, {
    name: 'modes1',
    nics: [directNic('bond0', 'bridge'), directNic('bond0', 'private'), directNic('eth4', 'passthrough')],
  })
  return host
}

/** F, before the change: the management address still sits on the NIC. */
const scenarioF: HostBuilder = (options = {}) => {
  const host = bare('f', options)
  management(host.machine, '192.0.2.36', 'enp2s0f0')
  return host
}

/** F, afterwards: address and default route on the bridge that took the NIC in. */
export const scenarioFDone: HostBuilder = (options = {}) => {
  const host = scenarioF({ name: 'scenario-f-done', ...options })
  commands(
    host.machine,
    `ovs-vsctl add-br solbr -- add-port solbr enp2s0f0
     ip link set solbr up
     ip route del default
     ip addr del 192.0.2.36/24 dev enp2s0f0
     ip addr add 192.0.2.36/24 dev solbr
     ip route add default via 192.0.2.1 dev solbr`,
  )
  return host
}

/** G: management in VLAN 100 beside a bridge. */
const scenarioG: HostBuilder = (options = {}) => {
  const host = bare('g', options)
  nic(host.machine, 'eth0', {
    far: {
      switch: 'tor-a',
      port: 'Ethernet7',
      pvid: 2,
      vlans: [
        [2, 'a'],
        [3, 'b'],
        [6, 'c'],
        [100, 'management'],
      ],
    },
  })
  commands(
    host.machine,
    `ip link add solbr type bridge
     ip link set solbr up
     ip link add link eth0 name vlan100 type vlan id 100
     ip addr add 192.0.2.37/24 dev vlan100
     ip link set vlan100 up
     ip route add default via 192.0.2.1 dev vlan100`,
  )
  return host
}

/** H: an internal port for a guest, and a QEMU started by hand with its own tap. */
const scenarioH: HostBuilder = (options = {}) => {
  const host = bare('h', options)
  management(host.machine, '192.0.2.38')
  commands(
    host.machine,
    `ovs-vsctl add-br mibridge
     ovs-vsctl add-port mibridge interno1 -- set Interface interno1 type=internal
     ip link set interno1 up`,
  )
  guest(host.machine, { name: 'int1', nics: [directNic('interno1', 'passthrough')] })
  host.apply((world) => {
    world.addLink({ name: 'luispa4', detail: { kind: 'tun', isOpen: true }, isUp: true })
    world.state.processes.push({
      pid: world.state.nextPid++,
      argv: [
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'luispa4',
        '-netdev',
        'tap,id=hn0,ifname=luispa4,script=/etc/ovs-ifup',
        '-device',
        'virtio-net-pci,netdev=hn0,mac=52:54:00:00:04:04',
      ],
    })
  })
  commands(host.machine, 'ovs-vsctl add-port mibridge luispa4')
  return host
}

/** I: a kernel bond as one port of an OVS bridge. */
export const scenarioI: HostBuilder = (options = {}) => {
  const host = bare('i', options)
  management(host.machine, '192.0.2.39', 'eno1')
  for (const [at, name] of ['eth0', 'eth1', 'eth2', 'eth3'].entries())
    nic(host.machine, name, { isUp: false, far: { switch: 'tor-b', port: `Ethernet${at + 1}`, speaksLacp: true } })
  commands(
    host.machine,
    `ip link add bond0 type bond mode 802.3ad
     ip link set eth0 master bond0
     ip link set eth1 master bond0
     ip link set eth2 master bond0
     ip link set eth3 master bond0
     ip link set bond0 up
     ovs-vsctl add-br ovsbr1 -- add-port ovsbr1 bond0`,
  )
  return host
}

/** J: one bridge per VLAN over a bond, and one vlan_filtering bridge. */
const scenarioJ: HostBuilder = (options = {}) => {
  const host = bare('j', { hasOvs: false, ...options })
  const { machine } = host
  management(machine, '192.0.2.40')
  for (const name of ['eth1', 'eth2'])
    nic(machine, name, { isUp: false, far: { switch: 'tor-a', port: `Ethernet-${name}`, speaksLacp: true } })
  commands(
    machine,
    `ip link add bond0 type bond mode 802.3ad
     ip link set eth1 master bond0
     ip link set eth2 master bond0
     ip link set bond0 up
     ip link add link bond0 name bond0.125 type vlan id 125
     ip link add link bond0 name bond0.126 type vlan id 126
     ip link add br125 type bridge
     ip link add br126 type bridge
     ip link set bond0.125 up master br125
     ip link set bond0.126 up master br126
     ip link set br125 up
     ip link set br126 up
     ip link add brv type bridge vlan_filtering 1
     ip link set brv up`,
  )
  guest(machine, { name: 'app1', nics: [bridgeNic('br125')] })
  guest(machine, { name: 'app2', nics: [bridgeNic('br126'), bridgeNic('brv')] })
  return host
}

/** K: OpenStack's Open vSwitch agent, with a vlan-aware guest behind a trunk bridge. */
export const scenarioK: HostBuilder = (options = {}) => {
  const host = bare('k', options)
  const { machine } = host
  management(machine, '192.0.2.41')
  uplinks(host, ['eth1'])
  commands(
    machine,
    `ovs-vsctl add-br br-int -- set Bridge br-int fail_mode=secure -- add-br br-tun -- set Bridge br-tun fail_mode=secure -- add-br br-ex
     ovs-vsctl add-port br-ex eth1
     ovs-vsctl add-port br-int patch-tun -- set Interface patch-tun type=patch options:peer=patch-int -- add-port br-tun patch-int -- set Interface patch-int type=patch options:peer=patch-tun
     ovs-vsctl add-port br-int int-br-ex -- set Interface int-br-ex type=patch options:peer=phy-br-ex -- add-port br-ex phy-br-ex -- set Interface phy-br-ex type=patch options:peer=int-br-ex
     ovs-vsctl add-port br-tun vxlan-0a000002 -- set Interface vxlan-0a000002 type=vxlan options:remote_ip=10.0.0.2 options:key=flow options:out_key=flow
     ovs-vsctl add-port br-tun vxlan-0a000003 -- set Interface vxlan-0a000003 type=vxlan options:remote_ip=10.0.0.3 options:key=flow
     ovs-vsctl add-br tbr-7d1e -- set Bridge tbr-7d1e external_ids:bridge-id=7d1e
     ovs-vsctl add-port tbr-7d1e tpt-aaaa -- set Interface tpt-aaaa type=patch options:peer=tpi-aaaa -- add-port br-int tpi-aaaa tag=3 -- set Interface tpi-aaaa type=patch options:peer=tpt-aaaa
     ovs-vsctl add-port tbr-7d1e spt-bbbb tag=100 -- set Interface spt-bbbb type=patch options:peer=spi-bbbb -- add-port br-int spi-bbbb tag=5 -- set Interface spi-bbbb type=patch options:peer=spt-bbbb`,
  )
  guest(machine, { name: 'instance-00000001', nics: [ovsNic('tbr-7d1e')] })
  guest(machine, { name: 'instance-00000002', nics: [ovsNic('br-int', `<vlan><tag id='3'/></vlan>`)] })
  return host
}

export const SCENARIOS: Readonly<Record<string, HostBuilder>> = {
  'scenario-a': scenarioA,
  'scenario-b': scenarioB,
  'scenario-c': scenarioC,
  'scenario-d': scenarioD,
  'scenario-e': scenarioE,
  'scenario-f': scenarioF,
  'scenario-f-done': scenarioFDone,
  'scenario-g': scenarioG,
  'scenario-h': scenarioH,
  'scenario-i': scenarioI,
  'scenario-j': scenarioJ,
  'scenario-k': scenarioK,
}
