/* What libvirt makes of `<vlan>`, wherever it stands: a guest's NIC, a portgroup or a network. */
import type { LibvirtVlan } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'

/**
 * `<vlan>` as the switch port that libvirt makes of it (virNetDevOpenvswitchConstructVlans, virnetdevopenvswitch.c): one tag
 * is access; a trunk carries its tags, and its native tag, which is one of them, sets the mode. It names the mode only then.
 * Null: libvirt asks the switch for nothing.
 */
export function vlanOfLibvirt(vlan: LibvirtVlan | null): PortVlan | null {
  if (vlan === null) return null
  const ids = vlan.tags.map(({ id }) => id)
  const [only, ...more] = ids
  if (only === undefined) return null
  const native = vlan.tags.find(({ nativeMode }) => nativeMode !== null)
  if (native?.nativeMode != null)
    return { ...askedVlan({ mode: `native-${native.nativeMode}`, tag: native.id, trunks: ids }), isExplicit: true }
  return vlan.isTrunk || more.length > 0 ? trunkVlan(ids) : accessVlan(only)
}

/** The port that libvirt makes on Open vSwitch: without `<vlan>` a trunk of all VLANs. */
export const ovsPortOfLibvirt = (vlan: LibvirtVlan | null): PortVlan => vlanOfLibvirt(vlan) ?? OPEN_TRUNK
