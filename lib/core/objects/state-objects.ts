/* The objects of a state, whatever their kind: listed, compared and written back. */
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { ChangeOf, ObjectChange, ObjectKind, ObjectRef } from './object-ref'
import type { Config, DanglingReference, DefinitionOwner, Refusal } from './object-record'
import { refKey, refOf } from './ref-words'
import { OBJECT_KINDS, OBJECTS } from './table'
import { indexHost } from '../state/host-index'

/** The objects of one kind, as changes from null. */
function ofKind<K extends ObjectKind>(
  kind: K,
  state: NetworkState,
  around: readonly (readonly Link[])[] = [],
): ChangeOf<K>[] {
  return OBJECTS[kind]
    .list(state, around)
    .map(({ owner, name, value }) => ({ kind, owner, name, before: null, after: value }))
}

/** Every object as a change from null: `before` is filled in by diffObjects. What the kernel makes with these links' addresses is none. */
function objectsOf(state: NetworkState, ...around: NetworkState['links'][]): ObjectChange[] {
  return bridgeByBridge(
    state,
    OBJECT_KINDS.flatMap((kind): ObjectChange[] => ofKind(kind, state, around)),
  )
}

/** Items of each kind in turn, but what is of Open vSwitch's bridges bridge by bridge: as people, and stored plans, have them. */
function bridgeByBridge<T extends { ref: ObjectRef } | ObjectRef>(state: NetworkState, items: readonly T[]): T[] {
  const places = new Map((state.ovs?.bridges ?? []).map(({ name }, place) => [name, place]))
  const placeOf = (item: T): number => {
    const { kind, owner, name } = 'ref' in item ? item.ref : item
    return places.get(kind === 'ovs-bridge' ? name : OBJECTS[kind].owner === 'ovs-bridge' ? (owner ?? '') : '') ?? -1
  }
  const inOrder = items.filter((item) => placeOf(item) >= 0).sort((a, b) => placeOf(a) - placeOf(b))
  let next = 0
  return items.map((item) => (placeOf(item) < 0 ? item : (inOrder[next++] ?? item)))
}

/**
 * What differs in configuration between two states, in the order of the states' lists. Counters, learned addresses and what
 * the host works out by itself do not count (see canonicalConfig).
 */
export function diffObjects(from: NetworkState, to: NetworkState): ObjectChange[] {
  // A route that came with an address may still be listed where the address is gone, and the other way round.
  const old = new Map([...objectsOf(from, to.links)].map((object) => [refKey(object), object]))
  const changes: ObjectChange[] = []
  for (const object of objectsOf(to, from.links)) {
    const key = refKey(object)
    const before = old.get(key)?.after ?? null
    old.delete(key)
    if (before === object.after || isSame(object, before)) continue
    // Equal keys mean equal kinds, so `before` is of the kind of `after`.
    changes.push({ ...object, before } as ObjectChange)
  }
  const gone = [...old.values()].map((object) => ({ ...object, before: object.after, after: null }) as ObjectChange)
  return [...gone, ...changes]
}

const isSame = (object: ObjectChange, before: ObjectChange['after']): boolean =>
  before !== null && configurationOf({ ...object, after: before } as ObjectChange) === configurationOf(object)

/** The configuration of an object on this side of its change; null where it is not there. */
export function configOf<K extends ObjectKind>(change: ChangeOf<K>, side: 'after' | 'before' = 'after'): Config | null {
  const value = change[side]
  return value === null ? null : OBJECTS[change.kind].canonicalConfig(value)
}

/** The configuration after it as text: equal text, nothing to do. */
function configurationOf(object: ObjectChange): string {
  const config = configOf(object)
  return config === null ? '' : JSON.stringify(config)
}

/** The configuration of each of these objects as text; "" where one does not exist. */
function configurations(state: NetworkState, refs: readonly ObjectRef[]): Record<string, string> {
  const wanted = new Set(refs.map(refKey))
  const found = new Map<string, string>()
  for (const object of objectsOf(state)) {
    const key = refKey(object)
    if (wanted.has(key)) found.set(key, configurationOf(object))
  }
  return Object.fromEntries([...wanted].map((key) => [key, found.get(key) ?? '']))
}

/** A change to what is wanted, all that is no configuration as found. */
export const asWanted = <K extends ObjectKind>(change: ChangeOf<K>): ChangeOf<K> =>
  change.before === null || change.after === null
    ? change
    : { ...change, after: OBJECTS[change.kind].asWanted(change.before, change.after) }

/** Why what is wanted cannot be made of what is found, or null. */
export const whyNotMade = <K extends ObjectKind>(change: ChangeOf<K>): Refusal | null =>
  OBJECTS[change.kind].whyNotMade(change)

/** The UUIDs of the guests whose objects are among these. */
export const guestsOf = (refs: readonly ObjectRef[]): string[] => [
  ...new Set(refs.flatMap(({ kind, owner }) => (OBJECTS[kind].owner === 'guest' && owner !== null ? [owner] : []))),
]

/** Where the text stands that this object comes back from; null: it comes back from its value alone. */
export const definitionOf = (ref: ObjectRef): DefinitionOwner | null => OBJECTS[ref.kind].definition?.(ref) ?? null

/** Networks by name, and guests by UUID, whose definitions these objects come back from. */
export const definitionOwners = (refs: readonly ObjectRef[]): Set<string> =>
  new Set(refs.flatMap((ref) => definitionOf(ref)?.owner || []))

/**
 * What a plan is based on: the configuration of its objects, and whether the guests that its NICs belong to are there. A NIC that
 * is not there yet looks the same on a guest that is gone.
 */
export function fingerprintOf(state: NetworkState, refs: readonly ObjectRef[]): Record<string, string> {
  const guests = guestsOf(refs).map((uuid): [string, string] => {
    const guest = indexHost(state).guest(uuid)
    return [`guest:${uuid}`, guest === undefined ? '' : guest.isPersistent ? 'stored' : 'transient']
  })
  return { ...configurations(state, refs), ...Object.fromEntries(guests) }
}

/** The object that a reference means, as a change from null; undefined where it does not exist. */
export function findObject(state: NetworkState, ref: ObjectRef): ObjectChange | undefined {
  return ofKind(ref.kind, state).find(({ owner, name }) => owner === ref.owner && name === ref.name)
}

/** The state with each object as its change has it, `after` or (to take the changes back) `before`. */
export function writeObjects(
  state: NetworkState,
  changes: readonly ObjectChange[],
  side: 'after' | 'before',
): NetworkState {
  let next = state
  const bridgesFirst = [...changes].sort((a, b) => Number(b.kind === 'ovs-bridge') - Number(a.kind === 'ovs-bridge'))
  for (const object of bridgesFirst) next = writeObject(next, object, side)
  return next
}

const writeObject = <K extends ObjectKind>(
  state: NetworkState,
  change: ChangeOf<K>,
  side: 'after' | 'before',
): NetworkState => OBJECTS[change.kind].write(state, change, change[side])

/** Objects that another one takes along when it goes. */
export const tenantsOf = (state: NetworkState, { kind, name }: ObjectRef): ObjectRef[] =>
  OBJECT_KINDS.filter((each) => OBJECTS[each].owner === kind)
    .flatMap((each) => ofKind(each, state).map(refOf))
    .filter(({ owner }) => owner === name)

/** Everything that can be managed: guests' own taps and ports, and what the kernel makes, left out. */
export function manageableRefs(state: NetworkState): ObjectRef[] {
  const taps = new Set(state.guests.flatMap(({ nics }) => nics.flatMap(({ running }) => running?.target ?? [])))
  return bridgeByBridge(
    state,
    OBJECT_KINDS.flatMap((kind) => manageableOf(kind, state, taps)),
  )
}

const manageableOf = <K extends ObjectKind>(kind: K, state: NetworkState, taps: ReadonlySet<string>): ObjectRef[] =>
  OBJECTS[kind]
    .list(state, [])
    .filter((found) => OBJECTS[kind].isManageable(found, taps))
    .map(({ owner, name }) => ({ kind, owner, name }))

/** Objects that name one that is not there. Links in `vanishing` go by themselves. */
export const looseEnds = (state: NetworkState, vanishing: ReadonlySet<string>): DanglingReference[] =>
  bridgeByBridge(
    state,
    OBJECT_KINDS.flatMap((kind) => OBJECTS[kind].looseEnds(state, vanishing)),
  )
