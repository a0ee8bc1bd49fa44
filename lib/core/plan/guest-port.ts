import type { GuestNicConfig, LibvirtVlan } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'
import { toPortVlan } from '../observe/guest-nic-vlan'
import type { Draft } from './draft'
import { PLAIN_PORT } from './new-objects'

/** The port that libvirt would make on Open vSwitch: without `<vlan>` a trunk of all VLANs. */
export function ovsVlanOf(vlan: LibvirtVlan | null): PortVlan {
  if (vlan === null) return PLAIN_PORT
  const port = toPortVlan(vlan)
  // libvirt names the mode only where there is a native VLAN.
  return { ...port, isExplicit: port.mode === 'native-tagged' || port.mode === 'native-untagged' }
}

/** Whether two ports carry the same VLANs in the same way, whoever named the mode. */
export const carriesAlike = (a: PortVlan, b: PortVlan): boolean =>
  a.mode === b.mode && a.tag === b.tag && a.carriesAll === b.carriesAll && a.trunks.join() === b.trunks.join()

/** Gives the running NIC's port in Open vSwitch another VLAN, past libvirt. False where it is no such port. */
export function switchPortVlan(draft: Draft, nic: GuestNicConfig, vlan: LibvirtVlan | null): boolean {
  const seat = nic.target === null ? null : draft.seatOf(nic.target)
  if (seat?.kind !== 'ovs') return false
  const wanted = ovsVlanOf(vlan)
  if (carriesAlike(seat.port.vlan, wanted) && seat.port.ignoredTrunks.length === 0) return true
  const fake = draft.ovsBridge(seat.bridge)?.fakeBridges.find(({ vlanId }) => vlanId === wanted.tag)
  draft.putOvsPort({ ...seat.port, vlan: wanted, ignoredTrunks: [], fakeBridge: fake?.name ?? null })
  return true
}
