/* Facts that libvirt's XML gives: guests, their NICs, networks and portgroups. */
import type { Guest, GuestNicConfig, GuestNicSource, LibvirtNetwork, LibvirtVlan } from '../../model/libvirt'
import type { NetworkState } from '../../model/network-state'
import { portgroupNameOf } from '../../observe/guest-nic-vlan'
import { facts } from './fact-list'
import type { Fact, FactGroup } from './fact-list'
import type { GraphNode } from '../graph/graph'
import { explainMacvlan } from '../graph/mode-words'
import { formatPortVlan } from '../../vlan/words'
import { explainVlan } from '../../vlan/explain'
import { vlanOfLibvirt } from '../../vlan/libvirt'
import { indexHost } from '../../state/host-index'

const guestOf = (state: NetworkState, node: GraphNode): Guest | undefined => indexHost(state).guest(node.ref)

const sourceOf = (guest: Guest, isStored = false): Pick<FactGroup, 'source' | 'sourceId'> =>
  guest.manager === 'libvirt'
    ? { source: `virsh dumpxml ${isStored ? '--inactive ' : ''}${guest.name}`, sourceId: 'guests' }
    : { source: `cat /proc/${guest.pid ?? 'PID'}/cmdline`, sourceId: 'processes' }

export const guestFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const guest = guestOf(state, node)
  if (!guest) return []
  return [
    {
      ...sourceOf(guest),
      facts: facts(
        ['state', guest.state],
        ['known to', guest.manager === 'libvirt' ? 'libvirt' : 'nobody: a QEMU process that libvirt does not know'],
        ['UUID', guest.manager === 'libvirt' ? guest.uuid : null],
        ['title', guest.title],
        ['persistent', guest.isPersistent],
        ['autostart', guest.isAutostart],
        ['machine', guest.machineType],
        ['ACPI', guest.hasAcpi ? null : 'none: NICs cannot be plugged while it runs'],
        [
          'NICs',
          guest.nics.map((nic) => `${nic.name} (${(nic.running ?? nic.stored)?.mac ?? 'no MAC'})`).join(', ') || 'none',
        ],
      ),
    },
  ]
}

export const guestNicFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const guest = guestOf(state, node)
  const nic = guest?.nics.find((each) => each.name === node.name)
  if (!guest || !nic) return []
  const config = nic.running ?? nic.stored
  const network = config ? networkOf(state, config.source) : undefined
  return [
    ...(config ? [{ ...sourceOf(guest, nic.running === null), facts: configFacts(config) }] : []),
    ...(config ? [{ ...sourceOf(guest, nic.running === null), facts: whyVlan(config, network) }] : []),
    ...(nic.differences.length > 0
      ? [{ ...sourceOf(guest, true), facts: nic.differences.map((value) => ({ label: 'stored differs', value })) }]
      : []),
  ]
}

const networkOf = (state: NetworkState, source: GuestNicSource): LibvirtNetwork | undefined =>
  'network' in source ? indexHost(state).network(source.network ?? '') : undefined

/** libvirt numbers NICs as they are plugged; only an administrator's own alias ("ua-…") stays. */
const aliasWords = ({ alias }: GuestNicConfig): string | null =>
  alias?.startsWith('net') === true ? `${alias}, another one when it is plugged again` : alias

const configFacts = (config: GuestNicConfig): Fact[] =>
  facts(
    ['MAC', config.mac],
    ['source', sourceWords(config.source)],
    ['mode', config.source.type === 'direct' ? explainMacvlan(config.source.mode) : null],
    ['MAC on the host', config.source.type === 'direct' ? 'the macvtap has the same MAC as the guest' : null],
    [
      'to change it',
      config.source.type === 'direct' ? 'a macvtap source changes only with the guest stopped and started' : null,
    ],
    ['model', config.model],
    ['target', config.target ?? 'none while the guest is off'],
    ['alias', aliasWords(config)],
    ['virtual port', config.virtualPort],
    ['interface id', config.interfaceId],
    ['link', config.linkState],
    ['MTU', config.mtuBytes],
    ['filter', config.filter],
  )

const sourceWords = (source: GuestNicSource): string => {
  switch (source.type) {
    case 'network':
      return source.portgroup ? `network ${source.network}, portgroup ${source.portgroup}` : `network ${source.network}`
    case 'bridge':
      return `bridge ${source.bridge}`
    case 'direct':
      return `macvtap on ${source.dev}${source.network ? ` by network ${source.network}` : ''}`
    case 'hostdev':
      return `PCI device ${source.address ?? 'of a pool'}${source.network ? ` by network ${source.network}` : ''}: the host does not see its frames`
    case 'vhostuser':
      return `vhost-user socket ${source.path ?? ''}: QEMU and the switch share memory, the kernel does not see its frames`
    case 'ethernet':
      return 'a tap that someone else made and wired'
    case 'user':
      return 'user networking: QEMU speaks for the guest, there is no link'
    case 'other':
      return `${source.libvirtType}: not recognised`
  }
}

const vlanWords = (vlan: LibvirtVlan | null | undefined): string => {
  const port = vlanOfLibvirt(vlan ?? null)
  return port ? formatPortVlan(port) : 'none'
}

/** Where the VLAN comes from: interface before portgroup before network (libvirt, formatnetwork.html). */
const whyVlan = (config: GuestNicConfig, network: LibvirtNetwork | undefined): Fact[] => {
  const name = portgroupNameOf(config)
  const group = network?.portgroups.find((each) => (name === null ? each.isDefault : each.name === name))
  return facts(
    ['interface <vlan>', vlanWords(config.vlan)],
    ['portgroup <vlan>', group ? `${group.name}: ${vlanWords(group.vlan)}` : 'no portgroup'],
    ['network <vlan>', network ? vlanWords(network.vlan) : 'no network'],
    ['which counts', 'the first of these that has one'],
  )
}

export const networkFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const network = indexHost(state).network(node.ref)
  if (!network) return []
  const group = node.kind === 'portgroup' ? network.portgroups.find((each) => each.name === node.name) : undefined
  const vlan = vlanOfLibvirt(group?.vlan ?? network.vlan)
  // Only Open vSwitch's ports and functions of SR-IOV get VLANs from libvirt.
  const words = vlan && explainVlan(vlan, 'ovs')
  return [
    {
      source: `virsh net-dumpxml ${network.name}`,
      sourceId: 'networks',
      facts: facts(
        ['network', network.name],
        ['portgroup', group && `${group.name}${group.isDefault ? ', the default' : ''}`],
        ['state', network.isActive ? 'active' : 'defined, not started'],
        ['autostart', network.isAutostart],
        ['forward', network.forwardMode === 'none' ? 'none: isolated' : network.forwardMode],
        ['by', network.forwardDevices.join(', ')],
        ['functions', network.forwardFunctions.join(', ')],
        ['bridge', network.bridge],
        ['virtual port', group?.virtualPort ?? network.virtualPort],
        ['VLAN', vlan ? formatPortVlan(vlan) : 'none'],
        ['enters', words?.enters],
        ['leaves', words?.leaves],
        ['MTU', network.mtuBytes],
        ['addresses', network.addresses.map((each) => `${each.cidr}${each.hasDhcp ? ', DHCP' : ''}`).join('; ')],
        ['stored', network.differsFromStored ? 'differs from what runs' : null],
      ),
    },
  ]
}
