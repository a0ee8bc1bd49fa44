import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import { bridgeNic, commands, DEFAULT_NETWORK, guest, management, network, networkNic, nic } from './build'

const VLANS: readonly [number, string][] = [
  [1, 'default'],
  [125, 'servers'],
  [126, 'storage'],
]

/**
 * Demo host 2, scenario J: a kernel bond with one bridge per VLAN, and the same with one vlan_filtering bridge. One member of
 * the bond has lost its cable: something for the warning to be about.
 */
export const kvmLinux = (options: Partial<SimHostOptions> = {}): SimHost => {
  const host = new SimHost({ name: 'kvm-linux', ...options, hasOvs: options.hasOvs ?? false })
  const { machine } = host
  management(machine, '192.0.2.12')
  for (const [name, port] of [
    ['eth1', 'Ethernet13'],
    ['eth2', 'Ethernet14'],
  ] as const)
    nic(machine, name, {
      isUp: false,
      hasCable: name === 'eth1',
      far: { switch: 'tor-b', port, vlans: VLANS, speaksLacp: true },
    })
  nic(machine, 'eth3', { far: { switch: 'tor-a', port: 'Ethernet15', pvid: 1, vlans: [...VLANS, [200, 'lab']] } })

  commands(
    machine,
    `ip link add bond0 type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4
     ip link set eth1 master bond0
     ip link set eth2 master bond0
     ip link set bond0 mtu 9000
     ip link set bond0 up
     ip link add link bond0 name bond0.125 type vlan id 125
     ip link add link bond0 name bond0.126 type vlan id 126
     ip link add br125 type bridge forward_delay 0
     ip link add br126 type bridge forward_delay 0
     ip link set br125 alias 'servers, VLAN 125'
     ip link set bond0.125 master br125
     ip link set bond0.126 master br126
     ip link set br125 mtu 9000
     ip link set br126 mtu 9000
     ip link set bond0.125 up
     ip link set bond0.126 up
     ip link set br125 up
     ip link set br126 up
     # the same with one bridge that knows VLANs
     ip link add brv type bridge vlan_filtering 1 forward_delay 0
     ip link set eth3 master brv
     ip link set brv up
     bridge vlan add dev eth3 vid 125-126
     bridge vlan add dev eth3 vid 200
     ip link add link brv name brv.200 type vlan id 200
     bridge vlan add dev brv vid 200 self
     ip addr add 203.0.113.12/24 dev brv.200
     ip link set brv.200 up`,
  )
  network(machine, 'vlan125', `<network><name>vlan125</name><forward mode='bridge'/><bridge name='br125'/></network>`)
  network(machine, 'default', DEFAULT_NETWORK)

  guest(machine, { name: 'mail1', title: 'Mail', nics: [networkNic('vlan125'), networkNic('default')] })
  guest(machine, { name: 'nfs1', title: 'File server', nics: [bridgeNic('br125'), bridgeNic('br126')] })
  guest(machine, { name: 'app1', nics: [bridgeNic('brv', '52:54:00:20:00:01')] })
  guest(machine, { name: 'fw2', title: 'Lab firewall', nics: [bridgeNic('brv', '52:54:00:20:00:02')], state: 'paused' })
  guest(machine, { name: 'old1', nics: [networkNic('default')], state: 'shut off', isAutostart: false })
  const tapOf = (mac: string): string =>
    [...machine.state.links.values()].find((link) => link.mac === `fe${mac.slice(2)}`)?.name ?? ''
  commands(
    machine,
    `bridge vlan del dev ${tapOf('52:54:00:20:00:01')} vid 1
     bridge vlan add dev ${tapOf('52:54:00:20:00:01')} vid 200 pvid untagged
     bridge vlan add dev ${tapOf('52:54:00:20:00:02')} vid 125-126`,
  )
  machine.apply((world) => world.updateLink('eth2', { linkFailures: 3 }))
  return host
}
