import type { GuestNicConfig, LibvirtVlan } from '../../model/libvirt'
import { ovsPortOfLibvirt } from '../../vlan/libvirt'
import { isSameVlan } from '../../vlan/same'
import type { WorkingState } from '../working-state'

/** Gives the running NIC's port in Open vSwitch another VLAN, past libvirt. False where it is no such port. */
export function switchPortVlan(working: WorkingState, nic: GuestNicConfig, vlan: LibvirtVlan | null): boolean {
  const attachment = nic.target === null ? null : working.attachmentOf(nic.target)
  if (attachment?.kind !== 'ovs') return false
  const wanted = ovsPortOfLibvirt(vlan)
  if (isSameVlan(attachment.port.vlan, wanted) && attachment.port.ignoredTrunks.length === 0) return true
  const fake = working.ovsBridge(attachment.bridge)?.fakeBridges.find(({ vlanId }) => vlanId === wanted.tag)
  working.putOvsPort({ ...attachment.port, vlan: wanted, ignoredTrunks: [], fakeBridge: fake?.name ?? null })
  return true
}
