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

/** Gives the running NIC's port in Open vSwitch another VLAN, past libvirt. False where it is no such port. */
export function switchPortVlan(draft: Draft, nic: GuestNicConfig, vlan: LibvirtVlan | null): boolean {
  const seat = nic.target === null ? null : draft.seatOf(nic.target)
  if (seat?.kind !== 'ovs') return false
  const wanted = ovsVlanOf(vlan)
  const { mode, tag, carriesAll, trunks } = seat.port.vlan
  const isSame =
    mode === wanted.mode &&
    tag === wanted.tag &&
    carriesAll === wanted.carriesAll &&
    trunks.join() === wanted.trunks.join()
  if (isSame && seat.port.ignoredTrunks.length === 0) return true
  const fake = draft.ovsBridge(seat.bridge)?.fakeBridges.find(({ vlanId }) => vlanId === wanted.tag)
  draft.putOvsPort({ ...seat.port, vlan: wanted, ignoredTrunks: [], fakeBridge: fake?.name ?? null })
  return true
}
