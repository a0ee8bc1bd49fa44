import type { NetworkState } from '../../model/network-state'
import type { MoveWay } from '../working-state'
import type { Cause } from '../../objects/cause'
import { BLINK_SECONDS } from '../../objects/cause'
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { refKey } from '../../objects/ref-words'
import { OBJECTS } from '../../objects/table'
import { reachOf } from '../../state/workloads'
import type { GuestDisruption } from '../step'
import { indexHost } from '../../state/host-index'

/**
 * Whose frames are lost for a while or for good, and guests that must let their NIC be replugged: guests and containers, however
 * many bridges stand between them and what changes.
 */
export function guestsDisrupted(
  state: NetworkState,
  after: NetworkState,
  changes: readonly ObjectChange[],
  moves: ReadonlyMap<string, MoveWay>,
): GuestDisruption[] {
  const found = new Map<string, GuestDisruption>()
  const add = (disruption: GuestDisruption): void => {
    const key = refKey({ kind: 'guest-nic', owner: disruption.guest, name: disruption.nic })
    const known = found.get(key)
    const isWorse = disruption.how === 'cut off' || (known?.how === 'blink' && known.seconds < disruption.seconds)
    if (known === undefined || isWorse) found.set(key, disruption)
  }
  for (const change of changes) {
    if (change.kind !== 'guest-nic') continue
    const move = moves.get(refKey(change))
    const guest = indexHost(state).guest(change.owner ?? '')
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
  const [before, then] = [reachOf(state), reachOf(after)]
  const workloads = before.workloads.map(({ id, name, nic, link }) => ({ guest: id, guestName: name, nic, link }))
  const causes = longestCauses(before, changes)
  const movesTo = new Map(then.workloads.map(({ id, nic, link }) => [`${id} ${nic}`, link]))
  for (const { link, ...named } of workloads) {
    const cause = causes.get(link)
    if (cause !== undefined) add({ ...named, how: 'blink', seconds: cause.seconds, why: cause.why })
    const place = movesTo.get(`${named.guest} ${named.nic}`)
    if (place !== undefined && before.leadsOut(link) && !then.leadsOut(place))
      add({ ...named, how: 'cut off', seconds: 0, why: `nothing leads from ${link} out of the host any more` })
  }
  return [...found.values()].sort((a, b) => (`${a.guestName} ${a.nic}` < `${b.guestName} ${b.nic}` ? -1 : 1))
}

/** For each link that is reached, the first of the causes that disturb it longest. A big switch is reached by many. */
function longestCauses(reach: ReturnType<typeof reachOf>, changes: readonly ObjectChange[]): Map<string, Cause> {
  const longest = new Map<string, Cause>()
  for (const cause of changes.flatMap(causesOf))
    for (const place of reach.dependsOn(cause.name)) {
      const known = longest.get(place)
      if (known === undefined || known.seconds < cause.seconds) longest.set(place, cause)
    }
  return longest
}

/** What was there before and is touched: something new disturbs nobody. */
const causesOf = <K extends ObjectKind>({ kind, name, before, after }: ChangeOf<K>): Cause[] =>
  before === null ? [] : OBJECTS[kind].causes(before, after, name)
