import type { GuestNicConfig, LibvirtNetwork, LibvirtVlan, Portgroup } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { isSameVlan } from '../vlan/same'

/** Which level of libvirt's configuration decided about a guest NIC's VLAN; "none": no level names one. */
type VlanLevel = 'interface' | 'portgroup' | 'network' | 'none'

export type GuestNicVlan = {
  /** What libvirt asks the switch for; null: nothing, so an Open vSwitch port trunks all VLANs. */
  vlan: PortVlan | null
  level: VlanLevel
  /** The portgroup that applies, also where it has no VLAN: the named one, else the network's default. */
  portgroup: string | null
  /** Why, for people: "portgroup vlan-125 of network ovsnet". */
  reason: string
}

/**
 * Why a guest NIC is in its VLAN: interface before portgroup before network, as libvirt does (formatnetwork.html, "Setting
 * VLAN tag"; networkAllocatePort in bridge_driver.c). A portgroup is the one that the NIC names (and no other, even if it
 * does not exist), or the network's default one.
 *
 * `network` is the network that the NIC's source names, null where it names none or it is not known. In a *running*
 * definition libvirt has copied the portgroup's or network's VLAN into the interface: there an equal VLAN is credited to
 * the level it was copied from.
 */
export function resolveGuestNicVlan(
  nic: GuestNicConfig,
  network: LibvirtNetwork | null,
  scope: 'running' | 'stored',
): GuestNicVlan {
  const portgroup = network === null ? null : portgroupOf(nic, network)
  const own = nic.vlan
  const isCopyOf = (vlan: LibvirtVlan | null | undefined): boolean =>
    scope === 'running' && vlan != null && isSameVlan(vlanOfLibvirt(own), vlanOfLibvirt(vlan))
  const at = (level: VlanLevel, vlan: LibvirtVlan | null, reason: string): GuestNicVlan => ({
    vlan: vlanOfLibvirt(vlan),
    level,
    portgroup: portgroup?.name ?? null,
    reason,
  })
  const ofPortgroup = `portgroup ${portgroup?.name ?? ''} of network ${network?.name ?? ''}`
  const hasPortgroupVlan = portgroup?.vlan != null
  if (own !== null && isCopyOf(portgroup?.vlan)) return at('portgroup', own, ofPortgroup)
  if (own !== null && !hasPortgroupVlan && isCopyOf(network?.vlan))
    return at('network', own, `network ${network?.name ?? ''}`)
  if (own !== null) return at('interface', own, "the interface's own <vlan>")
  // What runs is what libvirt copied at the start: a VLAN that the network got since then does not apply yet.
  if (scope === 'running') return at('none', null, 'no VLAN is set for the running interface')
  if (portgroup?.vlan != null) return at('portgroup', portgroup.vlan, ofPortgroup)
  if (network?.vlan != null) return at('network', network.vlan, `network ${network.name}`)
  return at('none', null, 'neither interface, portgroup nor network names a VLAN')
}

/** The network that a NIC's source names, null where it names none. */
export function networkNameOf(nic: GuestNicConfig): string | null {
  const { source } = nic
  return source.type === 'network' || source.type === 'direct' || source.type === 'hostdev' ? source.network : null
}

/** The portgroup that a network's NIC names, null where it names none: then the network's default one counts. */
export const portgroupNameOf = ({ source }: GuestNicConfig): string | null =>
  'portgroup' in source ? (source.portgroup ?? null) : null

function portgroupOf(nic: GuestNicConfig, network: LibvirtNetwork): Portgroup | null {
  const named = portgroupNameOf(nic)
  const isTheOne = (portgroup: Portgroup): boolean => (named === null ? portgroup.isDefault : portgroup.name === named)
  return network.portgroups.find(isTheOne) ?? null
}
