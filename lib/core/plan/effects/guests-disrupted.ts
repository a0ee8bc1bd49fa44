import type { NetworkState } from '../../model/network-state'
import type { MoveWay } from '../working-state'
import type { Cause } from '../../objects/cause'
import { BLINK_SECONDS } from '../../objects/cause'
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { refKey } from '../../objects/ref-words'
import { OBJECTS } from '../../objects/table'
import type { GuestDisruption } from '../step'

/** Running guests whose frames are lost for a while, or that must let their NIC be replugged. */
export function guestsDisrupted(
  state: NetworkState,
  changes: readonly ObjectChange[],
  moves: ReadonlyMap<string, MoveWay>,
): GuestDisruption[] {
  const found = new Map<string, GuestDisruption>()
  const add = (disruption: GuestDisruption): void => {
    const key = refKey({ kind: 'guest-nic', owner: disruption.guest, name: disruption.nic })
    const known = found.get(key)
    if (known === undefined || (known.how === 'blink' && known.seconds < disruption.seconds)) found.set(key, disruption)
  }
  for (const change of changes) {
    if (change.kind !== 'guest-nic') continue
    const move = moves.get(refKey(change))
    const guest = state.guests.find(({ uuid }) => uuid === change.owner)
    if (move === undefined || guest === undefined) continue
    const how = move.how === 'replug' || move.how === 'power cycle' ? move.how : 'blink'
    const seconds = how === 'power cycle' ? 0 : how === 'replug' ? 5 : BLINK_SECONDS
    add({
      guest: guest.uuid,
      guestName: guest.name,
      nic: change.before?.name ?? change.name,
      how,
      seconds,
      why: move.why,
    })
  }
  const byPlace = attachedNics(state)
  for (const [place, { seconds, why }] of longestCauses(state, changes))
    for (const nic of byPlace.get(place) ?? []) add({ ...nic, how: 'blink', seconds, why })
  return [...found.values()].sort((a, b) => (`${a.guestName} ${a.nic}` < `${b.guestName} ${b.nic}` ? -1 : 1))
}

/** For each link that is reached, the first of the causes that disturb it longest. A big switch is reached by many. */
function longestCauses(state: NetworkState, changes: readonly ObjectChange[]): [place: string, cause: Cause][] {
  const reach = reachIn(state)
  const causes = changes.flatMap(causesOf)
  const longest = new Map<string, number>()
  for (const [index, { name, seconds }] of causes.entries())
    for (const place of reach(name)) {
      const known = causes[longest.get(place) ?? -1]
      if (known === undefined || known.seconds < seconds) longest.set(place, index)
    }
  return [...longest]
    .sort(([, a], [, b]) => a - b)
    .flatMap(([place, index]) => {
      const cause = causes[index]
      return cause === undefined ? [] : [[place, cause]]
    })
}

/** Running guests' NICs by the link that their frames come to first: their tap's bridge, their macvtap's lower link, their tap. */
function attachedNics(state: NetworkState): Map<string, Pick<GuestDisruption, 'guest' | 'guestName' | 'nic'>[]> {
  const links = new Map(state.links.map((link) => [link.name, link]))
  const bridgeOf = new Map(
    (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => [port.name, bridge.name] as const)),
  )
  const byPlace = new Map<string, Pick<GuestDisruption, 'guest' | 'guestName' | 'nic'>[]>()
  for (const guest of state.guests)
    for (const nic of guest.nics) {
      const target = nic.running?.target
      if (target == null) continue
      const link = links.get(target)
      for (const place of [target, bridgeOf.get(target) ?? link?.master ?? link?.lower ?? null]) {
        if (place === null) continue
        const attached = { guest: guest.uuid, guestName: guest.name, nic: nic.name }
        const others = byPlace.get(place)
        if (others) others.push(attached)
        else byPlace.set(place, [attached])
      }
    }
  return byPlace
}

/** Gives the link itself and everything above it: what stands on it, and the bridges and bonds that it is in. */
function reachIn(state: NetworkState): (start: string) => Set<string> {
  const above = new Map<string, string[]>()
  const put = (name: string, next: string) => above.set(name, [...(above.get(name) ?? []), next])
  for (const bridge of state.ovs?.bridges ?? [])
    for (const port of bridge.ports) {
      // The host's own end, or a tap's in its place: no frame of another guest passes there.
      if (port.interfaces.every(({ type }) => type === 'internal')) continue
      for (const name of new Set([port.name, ...port.interfaces.map((each) => each.name)])) put(name, bridge.name)
    }
  for (const { name, master, lower } of state.links) {
    if (master !== null) put(name, master)
    if (lower !== null) put(lower, name)
  }
  const taps = new Set(state.guests.flatMap((guest) => guest.nics.map((nic) => nic.running?.target)))
  return (start) => {
    const reached = new Set([start])
    // A guest's own port disturbs that guest alone.
    for (const name of reached) if (!taps.has(name)) for (const next of above.get(name) ?? []) reached.add(next)
    return reached
  }
}

/** What was there before and is touched: something new disturbs nobody. */
const causesOf = <K extends ObjectKind>({ kind, name, before, after }: ChangeOf<K>): Cause[] =>
  before === null ? [] : OBJECTS[kind].causes(before, after, name)
