import type { NetworkState } from '../model/network-state'
import type { MoveWay } from './draft'
import type { ObjectChange } from './object-ref'
import { refKey, refOf } from './object-ref'
import type { GuestDisruption } from './step'

/** STP keeps a new port listening and learning for 15 s each (IEEE 802.1D-2004, 17.14). */
const STP_SECONDS = 30
/** LACP comes together within three of its periods: 1 s each where it is fast, which is what we ask for first. */
const LACP_SECONDS = 3
/** A link or a port that is made anew: too short to see for most, longer than nothing. */
const BLINK_SECONDS = 1

type Cause = { name: string; seconds: number; why: string }

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
    const move = moves.get(change.name)
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
  const seats = tapSeats(state)
  for (const cause of changes.flatMap((change) => causesOf(change)))
    for (const reached of reach(state, cause.name))
      for (const seat of seats.get(reached) ?? [])
        add({ ...seat, how: 'blink', seconds: cause.seconds, why: cause.why })
  return [...found.values()].sort((a, b) => (`${a.guestName} ${a.nic}` < `${b.guestName} ${b.nic}` ? -1 : 1))
}

/** Running guests' NICs by the link that their frames come to first: their tap's bridge, their macvtap's lower link, their tap. */
function tapSeats(state: NetworkState): Map<string, Pick<GuestDisruption, 'guest' | 'guestName' | 'nic'>[]> {
  const links = new Map(state.links.map((link) => [link.name, link]))
  const bridgeOf = new Map(
    (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => [port.name, bridge.name] as const)),
  )
  const seats = new Map<string, Pick<GuestDisruption, 'guest' | 'guestName' | 'nic'>[]>()
  for (const guest of state.guests)
    for (const nic of guest.nics) {
      const target = nic.running?.target
      if (target == null) continue
      const link = links.get(target)
      for (const place of [target, bridgeOf.get(target) ?? link?.master ?? link?.lower ?? null]) {
        if (place === null) continue
        const seat = { guest: guest.uuid, guestName: guest.name, nic: nic.name }
        seats.set(place, [...(seats.get(place) ?? []), seat])
      }
    }
  return seats
}

/** The link itself and everything above it: what stands on it, and the bridges and bonds that it is in. */
function reach(state: NetworkState, start: string): Set<string> {
  const reached = new Set([start])
  const bridgeOf = new Map(
    (state.ovs?.bridges ?? []).flatMap((bridge) =>
      bridge.ports.flatMap((port) =>
        [port.name, ...port.interfaces.map(({ name }) => name)].map((name) => [name, bridge.name] as const),
      ),
    ),
  )
  const isGuestTap = (name: string): boolean =>
    state.guests.some((guest) => guest.nics.some((nic) => nic.running?.target === name))
  for (const name of reached) {
    // A guest's own port disturbs that guest alone.
    if (isGuestTap(name)) continue
    const bridge = bridgeOf.get(name)
    if (bridge !== undefined) reached.add(bridge)
    for (const link of state.links) {
      if (link.name === name && link.master !== null) reached.add(link.master)
      if (link.lower === name) reached.add(link.name)
    }
  }
  return reached
}

/** What was there before and is touched: something new disturbs nobody. */
function causesOf(change: ObjectChange): Cause[] {
  if (change.before === null) return []
  const { name } = refOf(change)
  switch (change.kind) {
    case 'ovs-bridge': {
      const startsStp =
        change.after !== null &&
        ((change.after.isStpEnabled && !change.before.isStpEnabled) ||
          (change.after.isRstpEnabled && !change.before.isRstpEnabled))
      if (startsStp) return [{ name, seconds: STP_SECONDS, why: `spanning tree starts on ${name}` }]
      return change.before.failMode === change.after?.failMode
        ? []
        : [{ name, seconds: BLINK_SECONDS, why: `the fail mode of ${name} changes` }]
    }
    case 'ovs-port': {
      const { before, after } = change
      const isLacpNew =
        after?.bond != null &&
        after.bond.lacp !== 'off' &&
        JSON.stringify(before.bond?.lacp) !== JSON.stringify(after.bond.lacp)
      return [
        {
          name,
          seconds: isLacpNew ? LACP_SECONDS : BLINK_SECONDS,
          why: after === null ? `${name} leaves its bridge` : `port ${name} changes`,
        },
      ]
    }
    case 'link': {
      const { before, after } = change
      const startsStp =
        after?.bridge != null &&
        before.bridge !== null &&
        after.bridge.stpState !== 'off' &&
        before.bridge.stpState === 'off'
      if (startsStp) return [{ name, seconds: STP_SECONDS, why: `spanning tree starts on ${name}` }]
      const wiring = (link: typeof before): string =>
        JSON.stringify([
          link.master,
          link.lower,
          link.isUp,
          link.bond?.mode,
          link.bond?.lacpRate,
          link.bridgePort?.vlans,
          link.bridge?.isVlanFiltering,
          link.macvlan,
        ])
      if (after !== null && wiring(before) === wiring(after)) return []
      return [
        {
          name,
          seconds: before.bond?.lacp === 'active' ? LACP_SECONDS : BLINK_SECONDS,
          why: after === null ? `${name} is removed` : `${name} changes`,
        },
      ]
    }
    case 'route':
    case 'ovs-fake-bridge':
    case 'ovs-mirror':
    case 'network':
    case 'guest-nic':
      return []
  }
}
