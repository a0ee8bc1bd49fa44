/* VLAN tables of filtering Linux bridges and their ports. */
import type { BridgeVlanEntry } from '../../model/link'
import { formatPortVlan } from '../../vlan/words'
import { isTableKnown, joinTable, vlanCommands } from '../commands/link-commands'
import type { LinkChange, Sides } from './link-steps'
import { masterOf, steps } from './link-steps'
import type { Phase, StepDraft } from '../step'

export function vlanTables(change: LinkChange, sides: Sides, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  if (after.bridge !== null) {
    if (!isTableKnown(after.bridge.vlans, after.bridge.isVlanFiltering)) return []
    const base = before?.bridge?.vlans ?? joinTable(after)
    return tableSteps(change, phase, base, after.bridge.vlans, true, before !== null)
  }
  const master = masterOf(after)
  if (master === null || after.bridgePort === null) return []
  if (!isTableKnown(after.bridgePort.vlans, after.bridgePort.vlan !== null)) return []
  const isTableKept = masterOf(before) === master
  const base = isTableKept ? (before?.bridgePort?.vlans ?? []) : joinTable(sides.after.get(master))
  const summary =
    after.bridgePort.vlan === null
      ? `Set VLANs of ${name}`
      : `Set ${name} of ${master}: ${formatPortVlan(after.bridgePort.vlan)}`
  return tableSteps(change, phase, base, after.bridgePort.vlans, false, masterOf(before) === master, summary)
}

/** A table that the undoing of another step throws away needs no undoing of its own. */
function tableSteps(
  change: LinkChange,
  phase: Phase,
  from: readonly BridgeVlanEntry[],
  to: readonly BridgeVlanEntry[],
  isSelf: boolean,
  isUndone: boolean,
  summary = `Set VLANs of bridge ${change.name}`,
): StepDraft[] {
  const undo = isUndone ? vlanCommands(change.name, to, from, isSelf) : []
  return steps(change, phase, summary, vlanCommands(change.name, from, to, isSelf), undo)
}
