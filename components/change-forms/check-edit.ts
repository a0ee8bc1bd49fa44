import type { NetworkState } from '@/lib/core/model/network-state'
import type { Intent, IntentInput, PlanIssue } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import type { Plan } from '@/lib/core/plan/step'
import { tryEdits } from '@/lib/core/plan/try-edits'

/** The staged edits around the one in the form. */
export type Neighbours = { before: readonly IntentInput[]; after: readonly IntentInput[] }

export type EditCheck = {
  /** Of this edit; `path` leads into it: "members.1". */
  issues: PlanIssue[]
  /** Of the change as a whole, or of other edits because of this one. */
  otherIssues: string[]
  /** What planning warns of because of this edit. */
  warnings: string[]
  /** The whole change as it would be planned; null where something is refused. */
  plan: Plan | null
  /** The host is as this edit wants it already. */
  isSoAlready: boolean
}

/** What planning says of an edit among the staged ones, in the browser and without asking the host. */
export function checkEdit(observed: NetworkState, intent: IntentInput, { before, after }: Neighbours): EditCheck {
  const nothing = { otherIssues: [], warnings: [], plan: null, isSoAlready: false }
  const own = parseIntents([intent])
  if (!own.ok) return { ...nothing, issues: own.issues.map((issue) => ({ ...issue, path: tailOf(issue.path) })) }
  const [earlier, later] = [toIntents(before), toIntents(after)]
  const planned = tryEdits(observed, [...earlier, ...own.intents, ...later])
  const others = planned.ok ? planOf(observed, [...earlier, ...later]) : null
  const known = new Set(others?.warnings)
  if (planned.ok)
    return {
      ...nothing,
      issues: [],
      plan: planned.plan,
      warnings: planned.plan.warnings.filter((warning) => !known.has(warning)),
      isSoAlready: JSON.stringify(planned.plan.changes) === JSON.stringify(others?.changes ?? []),
    }
  const isOwn = ({ path }: PlanIssue): boolean => path.split('.')[0] === String(earlier.length)
  return {
    ...nothing,
    issues: planned.issues.filter(isOwn).map((issue) => ({ ...issue, path: tailOf(issue.path) })),
    otherIssues: planned.issues.filter((issue) => !isOwn(issue)).map(({ message }) => message),
  }
}

/** "0.members.1" → "members.1". */
const tailOf = (path: string): string => path.split('.').slice(1).join('.')

/** Staged edits were checked when they were staged; one of another version of the console counts for nothing. */
export const toIntents = (edits: readonly IntentInput[]): Intent[] =>
  edits.flatMap((edit) => {
    const result = parseIntents([edit])
    return result.ok ? result.intents : []
  })

/** Null where there is nothing to plan, or where it is refused. */
function planOf(observed: NetworkState, intents: readonly Intent[]): Plan | null {
  const planned = intents.length === 0 ? null : tryEdits(observed, intents)
  return planned?.ok === true ? planned.plan : null
}
