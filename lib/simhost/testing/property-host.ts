import { SimHost } from '../sim-host'
import { bridgeNic, commands, guest, management, network, networkNic, nic, ovsNic } from '../hosts/build'

export const PROPERTY_ADDRESS = '192.0.2.31'
/** The three that DIFFERENCES between versions were measured on. */
export const LIBVIRT_VERSIONS = ['7.0.0', '9.0.0', '11.3.0'] as const

/** A host to plan random edits on: management, four free NICs, and where wanted switches, networks and guests. */
export function propertyHost(libvirt: string | null): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, PROPERTY_ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4', 'eth5']) nic(host.machine, name, {})
  if (libvirt === null) return host
  host.apply((world) => void (world.state.system.libvirtVersion = libvirt))
  commands(
    host.machine,
    `ovs-vsctl add-br ovsbr1
     ovs-vsctl add-br ovsbr2
     ip link add name br1 type bridge
     ip link set dev br1 up`,
  )
  network(
    host.machine,
    'ovs-net',
    `<network><name>ovs-net</name><metadata><a:note xmlns:a="http://example.com/a">kept</a:note></metadata><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
      <portgroup name='p1' default='yes'/><portgroup name='p2'><vlan><tag id='5'/></vlan></portgroup></network>`,
  )
  network(host.machine, 'br-net', `<network><name>br-net</name><forward mode='bridge'/><bridge name='br1'/></network>`)
  guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'p2', '52:54:00:aa:00:01')] })
  guest(host.machine, {
    name: 'db1',
    nics: [ovsNic('ovsbr2', `<vlan><tag id='7'/></vlan>`, '52:54:00:aa:00:02'), bridgeNic('br1', '52:54:00:aa:00:03')],
  })
  guest(host.machine, { name: 'old1', nics: [networkNic('br-net', undefined, '52:54:00:aa:00:04')] })
  guest(host.machine, {
    name: 'off1',
    nics: [networkNic('ovs-net', undefined, '52:54:00:aa:00:05')],
    state: 'shut off',
  })
  return host
}
