/* Which parts of a host must have been read, for a plan to be more than a guess. */
import type { Guest } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import type { PlanIssue } from '../intents/intent'
import type { Ground } from '../objects/grounds'
import type { ChangeOf, ObjectChange, ObjectKind, ObjectRef } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
import { OBJECTS } from '../objects/table'
import type { Unread } from '../objects/unread-grounds'
import { GROUNDS, unreadGrounds } from '../objects/unread-grounds'

/** Objects that are to be looked up on this host, and cannot be. Paths are object keys (refKey). */
export function unreadOfObjects(observed: NetworkState, refs: readonly (ObjectRef | ObjectChange)[]): PlanIssue[] {
  const unread = unreadGrounds(observed)
  if (unread.length === 0) return []
  return refs.flatMap((ref) => unreadIssue(observed, refKey(ref), describeRef(ref), unreadOfObject(unread, ref)))
}

/** What all changes together rest on beside the edits' own grounds: one issue for the whole plan, or none. */
export function unreadOfChanges(observed: NetworkState, changes: readonly ObjectChange[]): PlanIssue[] {
  const unread = unreadGrounds(observed)
  if (unread.length === 0) return []
  const needed = changes.flatMap((change) =>
    lacking(
      unread,
      [...OBJECTS[change.kind].grounds, ...groundsOfChange(change, observed)],
      [change.name, change.owner ?? ''],
    ),
  )
  return unreadIssue(observed, '', 'This change', [...new Set(needed)])
}

const groundsOfChange = <K extends ObjectKind>(change: ChangeOf<K>, observed: NetworkState): readonly Ground[] =>
  OBJECTS[change.kind].groundsOfChange(change, observed)

/** Why an object's state, or its absence, is not to be believed of a reading; empty: it is. */
export const unreadOfObject = (unread: readonly Unread[], object: ObjectRef | ObjectChange): Unread[] =>
  lacking(
    unread,
    [...OBJECTS[object.kind].grounds, ...('before' in object ? groundsOfValues(object) : [])],
    [object.name, object.owner ?? ''],
  )

const groundsOfValues = <K extends ObjectKind>({ kind, before, after }: ChangeOf<K>): readonly Ground[] =>
  [before, after].flatMap((value) => (value === null ? [] : OBJECTS[kind].groundsOfValue(value)))

/** What of these grounds is not known, as far as it is about one of these names. */
export const lacking = (unread: readonly Unread[], grounds: readonly Ground[], names: readonly string[]): Unread[] =>
  unread.filter(
    ({ ground, about }) => grounds.includes(ground) && (about === null || about.some((name) => names.includes(name))),
  )

/** One issue that names what is lacking, why, and what would be right; none where nothing is. */
export function unreadIssue(observed: NetworkState, path: string, what: string, lacks: readonly Unread[]): PlanIssue[] {
  if (lacks.length === 0) return []
  const parts = lacks.map(({ ground, about }) =>
    about === null ? GROUNDS[ground].noun : `${GROUNDS[ground].noun} (${about.join(', ')})`,
  )
  const reasons = [...new Set(lacks.map(({ reason }) => reason))].join(' ')
  const seen = lacks.some(({ ground }) => ground === 'guests') ? runningAllTheSame(observed) : ''
  const message = `${what} rests on ${listed(parts)}, which could not be read: ${reasons}${seen} Then plan again.`
  return [{ path, code: 'source_unread', message }]
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

/** Where libvirt does not tell of its guests, their processes may. */
function runningAllTheSame({ guests }: NetworkState): string {
  const running = guests.filter(({ manager }) => manager === 'qemu-process')
  if (running.length === 0) return ''
  const more = running.length > 5 ? ` and ${running.length - 5} more` : ''
  return ` QEMU runs here all the same: ${running.slice(0, 5).map(wordsOf).join(', ')}${more}.`
}

function wordsOf({ name, pid, nics }: Guest): string {
  const taps = nics.flatMap(({ running }) => running?.target ?? [])
  return `${name} (process ${pid ?? '?'}${taps.length === 0 ? '' : `, ${taps.join(', ')}`})`
}
