/* The objects of a state, one by one: listed, compared and written back. */
import type { GuestNic } from '../model/libvirt'
import type { Link, Route } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge } from '../model/ovs'
import { byName, byText, routeOrder } from '../observe/in-order'
import { nicKeys } from '../observe/nic-key'
import { isMadeByKernel } from '../observe/routes'
import { comparable } from './comparable'
import type { ObjectChange, ObjectRef } from './object-ref'
import { refKey } from './object-ref'

/** The kernel tells routes apart by all of this. */
export const routeKey = ({ table, family, destination, metric, link, gateway, ...rest }: Route): string =>
  [
    ...[table, family, destination, metric ?? 0, link ?? '', gateway ?? ''],
    ...(rest.type === 'unicast' ? [] : [rest.type]),
    ...(rest.tos === null ? [] : [`tos ${rest.tos}`]),
    ...(rest.from === null ? [] : [`from ${rest.from}`]),
    ...rest.hops.map((hop) => `${hop.link ?? ''} ${hop.gateway ?? ''}`),
  ].join('|')

/** The bridge as an object of its own. */
const bridgeHeads = new WeakMap<OvsBridge, OvsBridge>()
function headOf(bridge: OvsBridge): OvsBridge {
  const known = bridgeHeads.get(bridge)
  if (known !== undefined) return known
  const head = { ...bridge, ports: [], fakeBridges: [], mirrors: [] }
  bridgeHeads.set(bridge, head)
  return head
}

/** Every object as a change from null: `before` is filled in by diffObjects. What the kernel makes with these links' addresses is none. */
function* objectsOf(state: NetworkState, ...links: NetworkState['links'][]): Generator<ObjectChange> {
  const before = null
  for (const after of state.links)
    // The datapath's own devices come and go with Open vSwitch's bridges.
    if (after.kind !== 'ovs-datapath') yield { kind: 'link', owner: null, name: after.name, before, after }
  for (const after of state.routes)
    if (![state.links, ...links].some((each) => isMadeByKernel(after, each)))
      yield { kind: 'route', owner: null, name: routeKey(after), before, after }
  for (const bridge of state.ovs?.bridges ?? []) {
    const owner = bridge.name
    yield { kind: 'ovs-bridge', owner: null, name: bridge.name, before, after: headOf(bridge) }
    for (const after of bridge.fakeBridges) yield { kind: 'ovs-fake-bridge', owner, name: after.name, before, after }
    for (const after of bridge.ports) yield { kind: 'ovs-port', owner, name: after.name, before, after }
    for (const after of bridge.mirrors) yield { kind: 'ovs-mirror', owner, name: after.name, before, after }
  }
  for (const after of state.libvirt?.networks ?? [])
    yield { kind: 'network', owner: null, name: after.name, before, after }
  for (const guest of state.guests) {
    const keys = nicKeys(guest.nics)
    for (const [at, after] of guest.nics.entries())
      yield { kind: 'guest-nic', owner: guest.uuid, name: keys[at] ?? after.name, before, after }
  }
}

/**
 * What differs in configuration between two states, in the order of the states' lists. Counters, learned addresses and what
 * the host works out by itself do not count (see comparable).
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
  before !== null && comparable({ ...object, after: before } as ObjectChange) === comparable(object)

/** The configuration of each of these objects as text; "" where one does not exist. */
function configurations(state: NetworkState, refs: readonly ObjectRef[]): Record<string, string> {
  const wanted = new Set(refs.map(refKey))
  const found = new Map<string, string>()
  for (const object of objectsOf(state)) {
    const key = refKey(object)
    if (wanted.has(key)) found.set(key, comparable(object))
  }
  return Object.fromEntries([...wanted].map((key) => [key, found.get(key) ?? '']))
}

/**
 * What a plan is based on: the configuration of its objects, and whether the guests that its NICs belong to are there. A NIC that
 * is not there yet looks the same on a guest that is gone.
 */
export function fingerprintOf(state: NetworkState, refs: readonly ObjectRef[]): Record<string, string> {
  const owners = new Set(refs.flatMap(({ kind, owner }) => (kind === 'guest-nic' && owner !== null ? [owner] : [])))
  const guests = [...owners].map((uuid): [string, string] => {
    const guest = state.guests.find((each) => each.uuid === uuid)
    return [`guest:${uuid}`, guest === undefined ? '' : guest.isPersistent ? 'stored' : 'transient']
  })
  return { ...configurations(state, refs), ...Object.fromEntries(guests) }
}

/** The object that a reference means, as a change from null; undefined where it does not exist. */
export function findObject(state: NetworkState, ref: ObjectRef): ObjectChange | undefined {
  const key = refKey(ref)
  for (const object of objectsOf(state)) if (refKey(object) === key) return object
  return undefined
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

function writeObject(state: NetworkState, object: ObjectChange, side: 'after' | 'before'): NetworkState {
  switch (object.kind) {
    case 'link':
      return { ...state, links: replace<Link>(state.links, ({ name }) => name, object.name, object[side]) }
    case 'route':
      return { ...state, routes: replace(state.routes, routeKey, object.name, object[side], byText(routeOrder)) }
    case 'ovs-bridge': {
      const value = object[side]
      const current = state.ovs?.bridges.find(({ name }) => name === object.name)
      const { ports, fakeBridges, mirrors } = current ?? { ports: [], fakeBridges: [], mirrors: [] }
      return withBridges(state, (bridges) =>
        replace(
          bridges,
          ({ name }) => name,
          object.name,
          value === null ? null : { ...value, ports, fakeBridges, mirrors },
        ),
      )
    }
    case 'ovs-fake-bridge':
      return withBridge(state, object.owner, (bridge) => ({
        ...bridge,
        fakeBridges: replace(bridge.fakeBridges, ({ name }) => name, object.name, object[side]),
      }))
    case 'ovs-port':
      return withBridge(state, object.owner, (bridge) => ({
        ...bridge,
        ports: replace(bridge.ports, ({ name }) => name, object.name, object[side]),
      }))
    case 'ovs-mirror':
      return withBridge(state, object.owner, (bridge) => ({
        ...bridge,
        mirrors: replace(bridge.mirrors, ({ name }) => name, object.name, object[side]),
      }))
    case 'network':
      if (state.libvirt === null) return state
      return {
        ...state,
        libvirt: {
          ...state.libvirt,
          networks: replace(state.libvirt.networks, ({ name }) => name, object.name, object[side]),
        },
      }
    case 'guest-nic':
      return {
        ...state,
        guests: state.guests.map((guest) =>
          guest.uuid === object.owner
            ? {
                ...guest,
                nics: replaceAt(guest.nics, nicKeys(guest.nics).indexOf(object.name), object[side], nicOrder),
              }
            : guest,
        ),
      }
  }
}

const nicOrder = byText(({ name }: GuestNic) => name.replace(/\d+$/, (number) => number.padStart(6, '0')))

function replace<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  key: string,
  value: T | null,
  order: (a: T, b: T) => number = byText(keyOf),
): T[] {
  return replaceAt(
    list,
    list.findIndex((item) => keyOf(item) === key),
    value,
    order,
  )
}

/** `at` -1: it is not in the list. */
function replaceAt<T>(list: readonly T[], at: number, value: T | null, order: (a: T, b: T) => number): T[] {
  if (value === null) return list.filter((_, index) => index !== at)
  if (at >= 0) return list.map((item, index) => (index === at ? value : item))
  return [...list, value].sort(order)
}

function withBridges(state: NetworkState, edit: (bridges: OvsBridge[]) => OvsBridge[]): NetworkState {
  return state.ovs === null ? state : { ...state, ovs: { ...state.ovs, bridges: edit(state.ovs.bridges) } }
}

/** Ports of a bridge that goes too are gone with it: a change without its bridge has nothing to do. */
function withBridge(state: NetworkState, name: string | null, edit: (bridge: OvsBridge) => OvsBridge): NetworkState {
  return withBridges(state, (bridges) =>
    bridges.map((bridge) => (bridge.name === name ? withFakeMembers(edit(bridge)) : bridge)).sort(byName),
  )
}

/** A fake bridge's list of ports follows from the ports. */
function withFakeMembers(bridge: OvsBridge): OvsBridge {
  if (bridge.fakeBridges.length === 0) return bridge
  return {
    ...bridge,
    fakeBridges: bridge.fakeBridges.map((fake) => {
      const ports = bridge.ports.filter((port) => port.fakeBridge === fake.name).map((port) => port.name)
      return ports.join('/') === fake.ports.join('/') ? fake : { ...fake, ports }
    }),
  }
}
