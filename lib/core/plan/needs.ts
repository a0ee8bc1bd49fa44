/* Which parts of a host must have been read, for a plan to be more than a guess. */
import type { Guest } from '../model/libvirt'
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { Ground, Unread } from './grounds'
import { GROUNDS, unreadGrounds } from './grounds'
import type { PlanIssue } from '../intents/intent'
import type { ObjectChange, ObjectKind, ObjectRef } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/object-ref'

/** Who may hang on a link, by name. */
export const USERS = ['networks', 'guests', 'processes'] as const satisfies Ground[]
/** What must be known for a link to be taken away. */
export const REMOVED_LINK = ['links', 'routes', 'ovs', ...USERS, 'management'] as const satisfies Ground[]

/** Where an object itself is seen, and with that its absence. */
const GROUNDS_OF_OBJECT = {
  link: ['links'],
  route: ['routes'],
  'ovs-bridge': ['ovs'],
  'ovs-fake-bridge': ['ovs'],
  'ovs-port': ['ovs'],
  'ovs-mirror': ['ovs'],
  network: ['networks'],
  'guest-nic': ['guests'],
} as const satisfies Record<ObjectKind, readonly Ground[]>

/** What a change of an object that is there rests on beside: what would be lost with it, and who would be cut off. */
function groundsOfChange(change: ObjectChange, { links }: NetworkState): readonly Ground[] {
  switch (change.kind) {
    case 'link':
      return change.before === null ? [] : groundsOfLink(change.before, change.after, links)
    case 'route':
      return ['links', 'management']
    case 'ovs-bridge':
      if (change.before === null) return []
      return change.after === null ? REMOVED_LINK : ['guests', 'processes', 'management']
    case 'ovs-fake-bridge':
      return change.before === null ? [] : ['networks', 'guests']
    case 'ovs-port': {
      // A port of a link that is there takes the link's frames: it may be somebody's.
      const takes = change.after?.interfaces.some(({ type }) => type === 'system') === true
      return change.before === null && !takes ? [] : ['links', 'guests', 'processes', 'management']
    }
    case 'ovs-mirror':
      return []
    case 'network':
      return change.before === null ? [] : ['guests']
    case 'guest-nic':
      return ['networks']
  }
}

function groundsOfLink(before: Link, after: Link | null, links: readonly Link[]): Ground[] {
  // A guest's tap has neither addresses nor routes.
  const isTap = before.kind === 'tap' || before.kind === 'macvtap'
  const wiring = ({ master, lower, isUp, bridge, bridgePort, bond, vlan, macvlan }: Link): string =>
    JSON.stringify([master, lower, isUp, bridge, bridgePort, bond, vlan, macvlan])
  const isRewired = after === null || wiring(before) !== wiring(after)
  const isReplaced = after === null || before.master !== after.master || before.isUp !== after.isUp
  const isReaddressed = JSON.stringify(before.addresses) !== JSON.stringify(after?.addresses)
  const filters = [before, after, ...links.filter(({ name }) => name === before.master || name === after?.master)]
  const hasVlans = isRewired && filters.some((link) => link?.bridge?.isVlanFiltering === true)
  return [
    'management',
    ...((isReplaced && !isTap) || isReaddressed ? (['routes', 'ovs'] as const) : []),
    ...(isRewired ? USERS : []),
    ...(hasVlans ? (['vlans'] as const) : []),
  ]
}

/** Objects that are to be looked up on this host, and cannot be. Paths are object keys (refKey). */
export function unreadOfObjects(observed: NetworkState, refs: readonly Looked[]): PlanIssue[] {
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
      [...GROUNDS_OF_OBJECT[change.kind], ...groundsOfChange(change, observed)],
      [change.name, change.owner ?? ''],
    ),
  )
  return unreadIssue(observed, '', 'This change', [...new Set(needed)])
}

type Looked = ObjectRef & Partial<Pick<ObjectChange, 'before' | 'after'>>

/** Why an object's state, or its absence, is not to be believed of a reading; empty: it is. */
export const unreadOfObject = (unread: readonly Unread[], object: Looked): Unread[] =>
  lacking(
    unread,
    hasVlanTable(object) ? [...GROUNDS_OF_OBJECT[object.kind], 'vlans'] : GROUNDS_OF_OBJECT[object.kind],
    [object.name, object.owner ?? ''],
  )

/** A link whose table of VLANs is part of what is compared. */
const hasVlanTable = ({ before, after }: Looked): boolean =>
  [before, after].some(
    (value) =>
      value != null &&
      'bridgePort' in value &&
      (value.bridge?.isVlanFiltering === true || (value.bridgePort?.vlans ?? []).length > 0),
  )

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
