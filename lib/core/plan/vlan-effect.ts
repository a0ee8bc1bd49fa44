import type { PortVlan } from '../model/vlan'
import { formatVlanList } from '../topology/vlan-words'
import type { Plan } from './step'

/** What a port carries, in words: "carries 125, 126 tagged; 1 untagged". */
export function describeCarried(vlan: PortVlan): string {
  const { mode, tag } = vlan
  const tagged = vlan.carriesAll
    ? 'all VLANs'
    : vlan.trunks.length === 0
      ? 'nothing'
      : formatVlanList(vlan.trunks.filter((id) => id !== tag || mode === 'trunk'))
  const list = tagged === '' ? 'nothing' : tagged
  switch (mode) {
    case 'access':
      return tag === null || tag === 0 ? 'carries untagged frames only' : `carries ${tag} untagged; nothing tagged`
    case 'trunk':
      return `carries ${list} tagged; ${vlan.carriesAll ? 'untagged frames are in no VLAN' : 'nothing untagged'}`
    case 'native-untagged':
      return `carries ${list} tagged; ${tag ?? 0} untagged`
    case 'native-tagged':
      return `carries ${list} tagged; untagged frames come in as ${tag ?? 0} and leave tagged`
    case 'dot1q-tunnel':
      return `carries ${vlan.customerVlans.length === 0 ? "all of a customer's VLANs" : `a customer's VLANs ${formatVlanList(vlan.customerVlans)}`} inside ${tag ?? 0}`
  }
}

/** What enters and what leaves at a port in this mode, for the form beside the choice. */
export function describeMode({ mode, tag, trunks, carriesAll }: PortVlan): { enters: string; leaves: string } {
  const id = tag ?? 0
  const list = carriesAll ? 'any VLAN' : trunks.length === 0 ? 'no VLAN' : formatVlanList(trunks)
  switch (mode) {
    case 'access':
      return {
        enters: `untagged frames join VLAN ${id}; tagged frames are dropped`,
        leaves: `frames of VLAN ${id} leave untagged`,
      }
    case 'trunk':
      return {
        enters: `frames tagged with ${list} are taken; untagged frames count as VLAN 0`,
        leaves: `frames of ${list} leave with their tag`,
      }
    case 'native-untagged':
      return {
        enters: `untagged frames join VLAN ${id}; frames tagged with ${list} are taken`,
        leaves: `frames of VLAN ${id} leave untagged, others of ${list} with their tag`,
      }
    case 'native-tagged':
      return {
        enters: `untagged frames join VLAN ${id}; frames tagged with ${list} are taken`,
        leaves: `all frames leave with their tag, those of VLAN ${id} too`,
      }
    case 'dot1q-tunnel':
      return {
        enters: `every frame, tagged or not, is put into VLAN ${id} (a second tag goes around it)`,
        leaves: `frames of VLAN ${id} leave without that outer tag`,
      }
  }
}

/** The ports whose VLANs a plan sets, with words for before and after; null before: a new port. */
export function carriedAfter(
  plan: Pick<Plan, 'changes'>,
): { bridge: string; port: string; before: string | null; after: string }[] {
  return plan.changes.flatMap((change) => {
    if (change.kind === 'ovs-port' && change.after !== null) {
      const before = change.before === null ? null : describeCarried(change.before.vlan)
      const after = describeCarried(change.after.vlan)
      return before === after ? [] : [{ bridge: change.after.bridge, port: change.name, before, after }]
    }
    if (change.kind !== 'link' || change.after?.bridgePort?.vlan == null || change.after.master === null) return []
    const old = change.before?.bridgePort?.vlan ?? null
    const [before, after] = [old === null ? null : describeCarried(old), describeCarried(change.after.bridgePort.vlan)]
    return before === after ? [] : [{ bridge: change.after.master, port: change.name, before, after }]
  })
}
