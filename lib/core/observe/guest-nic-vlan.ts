import type { GuestNicConfig, LibvirtNetwork, LibvirtVlan, Portgroup } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'

/** Which level of libvirt's configuration decided about a guest NIC's VLAN; "none": no level names one. */
export type VlanLevel = 'interface' | 'portgroup' | 'network' | 'none'

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
    scope === 'running' && own !== null && vlan != null && isSameVlan(own, vlan)
  const at = (level: VlanLevel, vlan: LibvirtVlan | null, reason: string): GuestNicVlan => ({
    vlan: vlan === null ? null : toPortVlan(vlan),
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

function portgroupOf(nic: GuestNicConfig, network: LibvirtNetwork): Portgroup | null {
  const named = nic.source.type === 'network' ? nic.source.portgroup : null
  const isTheOne = (portgroup: Portgroup): boolean => (named === null ? portgroup.isDefault : portgroup.name === named)
  return network.portgroups.find(isTheOne) ?? null
}

/**
 * A `<vlan>` as the switch port that libvirt makes of it (virNetDevOpenvswitchConstructVlans, virnetdevopenvswitch.c): one
 * tag is access; a trunk carries its tags, and its native tag sets the mode.
 */
export function toPortVlan(vlan: LibvirtVlan): PortVlan {
  const ids = [...new Set(vlan.tags.map(({ id }) => id))].sort((a, b) => a - b)
  const native = vlan.tags.find(({ nativeMode }) => nativeMode !== null)
  const base = { carriesAll: false, customerVlans: [], isExplicit: true }
  if (!vlan.isTrunk) return { ...base, mode: 'access', tag: ids[0] ?? null, trunks: [] }
  if (native === undefined) return { ...base, mode: 'trunk', tag: null, trunks: ids }
  return {
    ...base,
    mode: native.nativeMode === 'tagged' ? 'native-tagged' : 'native-untagged',
    tag: native.id,
    trunks: ids,
  }
}

export function isSameVlan(a: LibvirtVlan | null, b: LibvirtVlan | null): boolean {
  return a === null || b === null ? a === b : JSON.stringify(toPortVlan(a)) === JSON.stringify(toPortVlan(b))
}

/** "VLAN 125", "trunk 125, 126, 125 native untagged", "no VLAN". */
export function describeVlan(vlan: LibvirtVlan | null): string {
  if (vlan === null) return 'no VLAN'
  const { mode, tag, trunks } = toPortVlan(vlan)
  if (mode === 'access') return `VLAN ${tag ?? '?'}`
  const carried = `trunk ${trunks.join(', ')}`
  return mode === 'trunk' ? carried : `${carried} (${tag ?? '?'} ${mode.replace('-', ' ')})`
}
