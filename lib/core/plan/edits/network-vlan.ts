/* Which networks libvirt takes VLANs on. */
import type { LibvirtNetwork } from '../../model/libvirt'
import type { WorkingState } from '../working-state'
import type { VlanChoice } from '../../intents/fields'

/**
 * Why libvirt would not take such a VLAN on the network or a portgroup of it; null: it does. Functions of SR-IOV and Open vSwitch's
 * ports are all that libvirt sets VLANs on (network/bridge_driver.c, networkValidate).
 */
export function whyNoVlan({ name, forwardMode, virtualPort }: LibvirtNetwork, mode: VlanChoice['mode']): string | null {
  if (mode === 'none') return null
  if (forwardMode === 'hostdev' || forwardMode === 'passthrough')
    return mode === 'access'
      ? null
      : `Network ${name} is in mode ${forwardMode}: libvirt gives a function of SR-IOV one VLAN, no trunk`
  if (forwardMode !== 'bridge')
    return `Network ${name} is in mode ${forwardMode}: libvirt takes VLANs only on networks over a bridge of Open vSwitch, or of SR-IOV functions (hostdev, passthrough)`
  return virtualPort === 'openvswitch'
    ? null
    : `Network ${name} has no virtualport openvswitch: libvirt sets VLANs only on OVS ports. On a Linux bridge set the port's VLANs instead`
}

/** Refused where a network becomes one that libvirt would not start with the VLANs that it has. */
export function refuseLostVlans(working: WorkingState, before: LibvirtNetwork, field: string): void {
  const after = working.network(before.name)
  if (after === undefined) return
  const holders = [
    { what: 'the network itself', vlan: after.vlan },
    ...after.portgroups.map(({ name, vlan }) => ({ what: `portgroup ${name}`, vlan })),
  ]
  for (const { what, vlan } of holders) {
    const tags = (vlan?.tags ?? []).map(({ id }) => id)
    const mode = tags.length === 0 ? 'none' : tags.length > 1 || vlan?.isTrunk === true ? 'trunk' : 'access'
    const why = whyNoVlan(before, mode) === null ? whyNoVlan(after, mode) : null
    if (why === null) continue
    const which = `VLAN${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`
    return working.refuse(
      field,
      'conflict',
      `After this edit, ${lowerFirst(why)}; ${what} has ${which}: take it out first`,
    )
  }
}

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
