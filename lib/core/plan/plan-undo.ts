import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { Config } from '../objects/object-record'
import { configOf } from '../objects/state-objects'
import { WorkingState } from './working-state'
import type { Difference } from './undo/field-words'
import { allFields, differences, fieldLabel } from './undo/field-words'
import { unreadOfObjects } from './needs'
import type { ChangeOf, ObjectChange } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
import { findObject } from '../objects/state-objects'
import type { PlanContext, Planned } from './plan-change'
import { finishPlan } from './plan-change'
import { mergeDefinition } from './undo/restore-network'
import type { Wanted } from './undo/restore-objects'
import { restoreObjects } from './undo/restore-objects'
import type { Plan } from './step'
import { threeWay } from './undo/three-way'
import { isGuestTap, isSameTap } from './undo/taps'
import { undoNic } from './undo/undo-nic'

type Past = Pick<Plan, 'changes' | 'definitions' | 'ovs'>

/**
 * Takes a past change back, planned against today's state: each object is again as it was before it. What others changed
 * beside stays. What they changed of the same settings is refused, unless `context.overwrite` says that it may go. The plan
 * is one like any other: previewed, guarded, and undone in its turn. `context.xml` holds today's definitions of the networks
 * and guests among the changes; issues' paths are object keys (refKey).
 */
export function planUndo(observed: NetworkState, past: Past, context: PlanContext): Planned {
  const unread = unreadOfObjects(observed, past.changes)
  if (unread.length > 0) return { ok: false, issues: unread }
  const working = new WorkingState(observed, context.xml, context.macsElsewhere)
  const wanted = past.changes.flatMap((change): Wanted[] => {
    working.beginObject(refKey(change))
    return change.kind === 'guest-nic'
      ? undoNic(working, change, past.definitions, context.overwrite === true)
      : undoObject(working, change, past, context.overwrite === true)
  })
  if (working.issues.length === 0) restoreObjects(working, wanted, context.overwrite === true)
  return finishPlan(working, { ...context, ...(past.ovs && { ovsWanted: past.ovs }) })
}

function undoObject(
  working: WorkingState,
  change: Exclude<ObjectChange, ChangeOf<'guest-nic'>>,
  past: Past,
  overwrite: boolean,
): Wanted[] {
  const found = findObject(working.observed, change)
  const today = found?.after ?? null
  if (isGuestTap(change) && (found === undefined || !isSameTap(change, found))) {
    working.warn(
      `${describeRef(change)} belonged to a guest that was started anew since: what the change set on it went with it`,
    )
    return []
  }
  const state = compareSides(change, today === null ? null : (found ?? null))
  if (state.isDone) return []
  if (state.conflicts.length > 0 && !overwrite) {
    working.refuse('', 'changed_since', conflictText(change, state.conflicts))
    return []
  }
  if (!isPossible(working, change, today)) return []
  if (state.conflicts.length > 0) working.warn(`Overwritten: ${conflictText(change, state.conflicts)}`)
  // All of one kind: the change's, and what has the change's key today.
  const after = (
    today === null || change.before === null || change.after === null
      ? change.before
      : threeWay<unknown>(today, change.after, change.before)
  ) as ObjectChange['after']
  const restored = { ...change, before: today, after } as ObjectChange
  if (restored.kind !== 'network' || restored.after === null) return [{ change: restored }]
  return [{ change: restored, network: { wanted: restored.after, text: textsOf(restored.name, past) } }]
}

/** A network's definition with the plan's own edit taken back. */
const textsOf =
  (name: string, { definitions }: Past) =>
  (scope: 'running' | 'stored', today: string | null): string | null => {
    const edit = definitions.find((each) => each.kind === 'network' && each.owner === name && each.scope === scope)
    if (edit === undefined) return today
    if (today === null || edit.before === null) return edit.before
    return mergeDefinition(today, edit.after, edit.before)
  }

/** Where today is neither what the change made nor what was before it, among what the change touched. */
function compareSides(change: ObjectChange, found: ObjectChange | null): { isDone: boolean; conflicts: Difference[] } {
  const made = configOf(change)
  const before = configOf(change, 'before')
  const today = found === null ? null : configOf(found)
  const isSame = (a: Config | null, b: Config | null, fields = allFields(a ?? {}, b ?? {})): boolean =>
    a === null || b === null ? a === b : differences(a, b, fields).length === 0
  const touched =
    made === null || before === null ? undefined : differences(made, before, allFields(made, before)).map(nameOf)
  if (isSame(today, before, touched)) return { isDone: true, conflicts: [] }
  if (isSame(today, made, touched)) return { isDone: false, conflicts: [] }
  if (today === null) return { isDone: false, conflicts: [{ field: '', wanted: 'there', found: 'gone' }] }
  if (made === null) return { isDone: false, conflicts: [{ field: '', wanted: 'gone', found: 'there again' }] }
  const isBack = (field: string): boolean => before !== null && isSame(today, before, [field])
  return {
    isDone: false,
    conflicts: differences(made, today, touched ?? allFields(made, today)).filter(({ field }) => !isBack(field)),
  }
}

const nameOf = ({ field }: Difference): string => field

const conflictText = (change: ObjectChange, conflicts: readonly Difference[]): string =>
  `${describeRef(change)} was changed since: ${conflicts
    .map(({ field, wanted, found }) => `${field === '' ? 'it' : fieldLabel(field)} was left ${wanted}, found ${found}`)
    .join('; ')}. Undo the later change first, or overwrite it`

/** A veth whose other end tells of a switch passes for a NIC; behind a bridge nobody is heard for a while. */
const shapeOf = ({ kind }: Link): Link['kind'] => (kind === 'veth' ? 'nic' : kind)

/** What no plan can bring back: hardware, and links of a kind that we never make. */
function isPossible(working: WorkingState, change: ObjectChange, today: ObjectChange['after']): boolean {
  if (change.kind !== 'link' || change.before === null) return true
  const link = today as ChangeOf<'link'>['after']
  if (link !== null && shapeOf(link) !== shapeOf(change.before)) {
    working.refuse(
      '',
      'wrong_kind',
      `${change.name} is a ${link.kind} by now, it was a ${change.before.kind}: rename or remove it first`,
    )
    return false
  }
  if (link === null && change.after !== null && change.before.kind === 'nic') {
    working.refuse('', 'unknown_link', `${change.name} is not on this host any more: it cannot be put back as it was`)
    return false
  }
  return true
}
