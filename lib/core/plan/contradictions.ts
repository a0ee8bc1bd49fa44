import type { Intent, PlanIssue } from '../intents/intent'
import { editTitle } from '../intents/titles'

/** Fields that say what an edit is about. All others say what it wants. */
const NAMES: ReadonlySet<string> = new Set(['kind', 'guest', 'nic', 'network', 'link', 'port', 'name', 'bridge'])
const SUBJECT = ['guest', 'nic', 'network', 'link', 'port', 'name'] as const

/**
 * Edits that want different things of one object: whoever wrote both cannot mean both, and which one counts is not for an order in a
 * list to say. To take an object away and make it anew is no contradiction.
 */
export function contradictions(intents: readonly Intent[]): PlanIssue[] {
  return intents.flatMap((later, index): PlanIssue[] => {
    const earlier = intents.findIndex((each, at) => at < index && differenceOf(each, later) !== null)
    const first = intents[earlier]
    const field = first === undefined ? null : differenceOf(first, later)
    if (first === undefined || field === null) return []
    const what = field === '' ? 'whether it is there' : field
    return [
      {
        path: field === '' ? String(index) : `${index}.${field}`,
        code: 'conflict',
        message: `Edit ${earlier + 1} (${editTitle(first)}) and edit ${index + 1} (${editTitle(later)}) want different things of the same object (${what}): leave one of the two out`,
      },
    ]
  })
}

/** The first field that both state, and state differently; "" where the later takes away what the earlier sets. Null: they agree. */
function differenceOf(earlier: Intent, later: Intent): string | null {
  const [family, act] = earlier.kind.split('.')
  const [otherFamily, otherAct] = later.kind.split('.')
  const subject = subjectOf(later)
  if (family !== otherFamily || subject === null || subjectOf(earlier) !== subject) return null
  if (act !== otherAct) return act !== 'remove' && (otherAct === 'remove' || otherAct === 'detach') ? '' : null
  const [one, other] = [earlier, later].map((intent) => new Map(Object.entries(intent)))
  const stated = [...(other ?? [])].find(
    ([key, value]) => !NAMES.has(key) && one?.has(key) === true && !agree(one.get(key), value, key === 'options'),
  )
  return stated?.[0] ?? null
}

function subjectOf(intent: Intent): string | null {
  const fields = new Map<string, unknown>(Object.entries(intent))
  const names = SUBJECT.flatMap((key) =>
    typeof fields.get(key) === 'string' ? [`${key} ${String(fields.get(key))}`] : [],
  )
  // A new NIC has no name yet: two of them are two.
  return intent.kind === 'guestNic.attach' || names.length === 0 ? null : names.join(', ')
}

/** `isMap`: keys that only one of the two states are no difference. */
function agree(one: unknown, other: unknown, isMap: boolean): boolean {
  if (!isMap) return JSON.stringify(one) === JSON.stringify(other)
  const known = new Map(Object.entries(Object(one)))
  return Object.entries(Object(other)).every(([key, value]) => !known.has(key) || known.get(key) === value)
}
