import type { NetworkState } from '../model/network-state'
import { itemKey } from '../model/replace-equal-deep'
import { isAge } from '../state/passing'
import type { StateChange } from './state-change'

/** What makes `next` of `previous`; null where nothing but ages differ (see isAge). */
export const diffState = (previous: NetworkState, next: NetworkState): StateChange | null => diffValues(previous, next)

/**
 * The state that diffState was asked about, with those ages as they were. What has not changed is the same object as before,
 * so that a memo on it holds. Throws RangeError where the change is not one of this state.
 */
export const applyChange = (previous: NetworkState, change: StateChange): NetworkState =>
  // A change of a NetworkState makes a NetworkState: both ends of the stream are ours, and of one version.
  applyTo(previous, change) as NetworkState

function diffValues(a: unknown, b: unknown): StateChange | null {
  if (Object.is(a, b)) return null
  if (isListOfObjects(a) && isListOfObjects(b)) return diffLists(a, b)
  if (Array.isArray(a) && Array.isArray(b)) return isSameList(a, b) ? null : { set: b }
  if (isObject(a) && isObject(b)) return diffObjects(a, b)
  return { set: b }
}

function diffObjects(a: object, b: object): StateChange | null {
  const before = new Map<string, unknown>(Object.entries(a))
  const entries: [string, unknown][] = Object.entries(b)
  if (before.size !== entries.length || entries.some(([key]) => !before.has(key))) return { set: b }
  const keys = entries.flatMap(([key, value]): [string, StateChange][] => {
    const change = isAge(key) ? null : diffValues(before.get(key), value)
    return change ? [[key, change]] : []
  })
  return keys.length > 0 ? { keys } : null
}

/** Pairs what is called the same, in order; the rest is dropped and put. Lists come sorted, so hardly anything ever moves. */
function diffLists(a: readonly object[], b: readonly object[]): StateChange | null {
  const placesOf = placesByIdentity(a)
  const kept = new Set<number>()
  const put: [number, unknown][] = []
  const edit: [number, StateChange][] = []
  let last = -1
  for (const [place, value] of b.entries()) {
    const found = placesOf.get(identityOf(value))?.find((before) => before > last)
    if (found === undefined) {
      put.push([place, value])
      continue
    }
    last = found
    kept.add(found)
    const change = diffValues(a[found], value)
    if (change) edit.push([place, change])
  }
  const drop = [...a.keys()].filter((place) => !kept.has(place))
  return drop.length + put.length + edit.length > 0 ? { drop, put, edit } : null
}

function placesByIdentity(list: readonly object[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [place, value] of list.entries()) {
    const identity = identityOf(value)
    const known = places.get(identity)
    if (known) known.push(place)
    else places.set(identity, [place])
  }
  return places
}

/** What a thing is called; a thing without a name is known by all that it says but its age. */
function identityOf(thing: object): string {
  const key = itemKey(thing)
  return key === null
    ? JSON.stringify(thing, (field, part: unknown) => (isAge(field) ? undefined : part))
    : `called ${key}`
}

function applyTo(previous: unknown, change: StateChange): unknown {
  if ('keys' in change) return applyToObject(previous, new Map(change.keys))
  if ('drop' in change) return applyToList(previous, change)
  return change.set
}

function applyToObject(previous: unknown, changes: ReadonlyMap<string, StateChange>): unknown {
  if (!isObject(previous)) throw new RangeError('The change is of an object, and there is none')
  return Object.fromEntries(
    Object.entries(previous).map(([key, value]: [string, unknown]) => {
      const change = changes.get(key)
      return [key, change ? applyTo(value, change) : value]
    }),
  )
}

function applyToList(previous: unknown, { drop, put, edit }: Extract<StateChange, { drop: unknown }>): unknown[] {
  if (!Array.isArray(previous)) throw new RangeError('The change is of a list, and there is none')
  const dropped = new Set(drop)
  const kept = previous.filter((_, place) => !dropped.has(place))
  if (previous.length - kept.length !== dropped.size) throw new RangeError('The change drops what is not there')
  const placed = new Map(put)
  let taken = 0
  const next: unknown[] = Array.from({ length: kept.length + placed.size }, (_, place) =>
    placed.has(place) ? placed.get(place) : kept[taken++],
  )
  if (taken !== kept.length) throw new RangeError('The change puts something past the end')
  for (const [place, change] of edit) {
    if (place >= next.length) throw new RangeError('The change edits what is not there')
    next[place] = applyTo(next[place], change)
  }
  return next
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isListOfObjects = (value: unknown): value is object[] => Array.isArray(value) && value.every(isObject)

const isSameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((value, place) => diffValues(value, b[place]) === null)
