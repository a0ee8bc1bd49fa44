import type { PortVlan } from '../../model/vlan'
import type { Switch } from '../../vlan/carriage'
import { explainVlan } from '../../vlan/explain'
import { isSameVlan } from '../../vlan/same'
import type { ObjectChange } from '../../objects/object-ref'
import type { Plan } from '../step'

/** The ports whose VLANs a plan sets, with words for before and after; null before: a new port. */
export function carriedAfter(
  plan: Pick<Plan, 'changes'>,
): { bridge: string; port: string; before: string | null; after: string }[] {
  return plan.changes.flatMap((object) => {
    const change = vlanChangeOf(object)
    if (change === null) return []
    const { bridge, by, before, after } = change
    if (before !== null && isSameVlan(before, after)) return []
    const carried = (vlan: PortVlan): string => explainVlan(vlan, by).inShort
    return [{ bridge, port: object.name, before: before === null ? null : carried(before), after: carried(after) }]
  })
}

type VlanChange = { bridge: string; by: Switch; before: PortVlan | null; after: PortVlan }

function vlanChangeOf({ kind, before, after }: ObjectChange): VlanChange | null {
  if (kind === 'ovs-port' && after !== null)
    return { bridge: after.bridge, by: 'ovs', before: before?.vlan ?? null, after: after.vlan }
  if (kind !== 'link' || after === null || after.master === null) return null
  const vlan = after.bridgePort?.vlan ?? null
  return vlan && { bridge: after.master, by: 'kernel', before: before?.bridgePort?.vlan ?? null, after: vlan }
}
