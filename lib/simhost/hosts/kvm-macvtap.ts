import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import { commands, directNic, guest, management, network, networkNic, nic } from './build'

/**
 * Demo host 3, scenarios E and H: macvtap in every mode, on NICs and on a bond; a guest on an internal port of an OVS bridge;
 * a QEMU that somebody started by hand.
 */
export const kvmMacvtap = (options: Partial<SimHostOptions> = {}): SimHost => {
  const host = new SimHost({ name: 'kvm-macvtap', ...options })
  const { machine } = host
  management(machine, '192.0.2.13')
  nic(machine, 'eth3', { far: { switch: 'tor-b', port: 'Ethernet21', pvid: 125, vlans: [[125, 'servers']] } })
  nic(machine, 'eth4', { far: { switch: 'tor-b', port: 'Ethernet22', pvid: 126, vlans: [[126, 'storage']] } })
  nic(machine, 'eth5', { far: { switch: 'tor-a', port: 'Ethernet23', pvid: 125, vlans: [[125, 'servers']] } })
  nic(machine, 'eth6', { isUp: false, far: { switch: 'tor-a', port: 'Ethernet24', vlans: [[1, 'default']] } })
  nic(machine, 'eth7', { isUp: false, far: { switch: 'tor-b', port: 'Ethernet24', vlans: [[1, 'default']] } })

  commands(
    machine,
    `ip link add bond1 type bond mode active-backup miimon 100
     ip link set eth6 master bond1
     ip link set eth7 master bond1
     ip link set bond1 type bond primary eth6
     ip link set bond1 up
     ip link add link eth3 name macvtap0 type macvtap mode vepa
     ip link set macvtap0 up
     # the cure for "the host cannot reach its own guests": a macvlan beside them
     ip link add link eth5 name host-eth5 type macvlan mode bridge
     ip addr add 203.0.113.13/24 dev host-eth5
     ip link set host-eth5 up
     # scenario H
     ovs-vsctl add-br mibridge
     ovs-vsctl add-port mibridge interno1 -- set Interface interno1 type=internal
     ovs-vsctl add-port mibridge interno2 tag=125 -- set Interface interno2 type=internal
     ip link set mibridge up
     ip link set interno1 up
     ip link set interno2 up`,
  )
  network(
    machine,
    'direct-eth5',
    `<network><name>direct-eth5</name><forward mode='bridge'><interface dev='eth5'/></forward></network>`,
  )
  network(
    machine,
    'direct-bond',
    `<network><name>direct-bond</name><forward mode='vepa'><interface dev='bond1'/></forward></network>`,
  )

  guest(machine, { name: 'cache1', nics: [networkNic('direct-eth5')] })
  guest(machine, { name: 'cache2', nics: [directNic('eth5', 'bridge')] })
  guest(machine, {
    name: 'voip1',
    title: 'Telephony',
    nics: [networkNic('direct-bond'), directNic('bond1', 'private')],
  })
  guest(machine, { name: 'nfv1', title: 'Packet filter', nics: [directNic('eth4', 'passthrough')] })
  guest(machine, { name: 'int1', nics: [directNic('interno1', 'passthrough')] })

  machine.apply((world) => {
    world.addLink({ name: 'luispa4', detail: { kind: 'tun', isOpen: true }, isUp: true })
    world.state.processes.push({
      pid: world.state.nextPid++,
      argv: [
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'luispa4',
        '-netdev',
        'tap,id=hn0,ifname=luispa4,script=/etc/ovs-ifup,downscript=no',
        '-device',
        'virtio-net-pci,netdev=hn0,mac=52:54:00:00:04:04',
      ],
    })
  })
  commands(machine, 'ovs-vsctl add-port mibridge luispa4')
  return host
}
