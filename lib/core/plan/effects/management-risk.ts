import type { ManagementPath, NetworkState } from '../../model/network-state'
import { managementPath } from '../../observe/management'
import { linksOfChange } from '../../objects/change-links'
import { keptAddresses } from '../../objects/link-facts'
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { describeRef } from '../../objects/ref-words'
import { OBJECTS } from '../../objects/table'
import type { RiskLevel } from '../step'
import { indexHost } from '../../state/host-index'

/** The way our connection would take through another state of the host: `links` empty where our address is gone. */
export function managementPathIn(state: NetworkState): ManagementPath {
  const { localAddress, peerAddress, isGuess } = state.management
  if (isGuess || localAddress === null || peerAddress === null) return state.management
  const zone = linkLocalZone(state, localAddress)
  // The ports of sshd's SSH_CONNECTION say nothing about the way.
  return managementPath(`${peerAddress} 0 ${localAddress}${zone} 22`, state.links, state.routes, state.ovs)
}

/** A link-local address stands on several links: the one it was found on is meant. */
function linkLocalZone(state: NetworkState, address: string): string {
  const [first] = state.management.links
  return address.startsWith('fe80:') && first !== undefined ? `%${first}` : ''
}

/**
 * What an undo is held to on the way: which of its links are there, and which hold our address. A plan that was made of another
 * way must not be applied: the host would wait for links that it does not have, and stay locked.
 */
export function wayFound(state: NetworkState, way: ManagementPath): string {
  const { link, holdersOf } = indexHost(state)
  const holders = way.localAddress === null ? [] : holdersOf(way.localAddress)
  return JSON.stringify([way.links.filter((name) => link(name) !== undefined), holders.map(({ name }) => name).sort()])
}

type Risk = { level: RiskLevel; reasons: string[] }

/**
 * What a change does to the way we reach the host by. R0: nothing of it. R1: something on it, our address stays where it is.
 * R2: our address moves or goes, or the VLAN or the uplink under it changes.
 */
export function managementRisk(before: NetworkState, after: ManagementPath, changes: readonly ObjectChange[]): Risk {
  const { management } = before
  const onPath = new Set([...management.links, ...after.links])
  const reasons: string[] = []
  let level: RiskLevel = 'R0'
  const raise = (to: RiskLevel, reason: string): void => {
    if (to > level) level = to
    reasons.push(reason)
  }
  for (const change of changes) {
    const names = namesOf(change)
    if (!names.some((name) => onPath.has(name))) continue
    const reason = uplinkReason(change)
    if (reason === null) raise('R1', `${describeRef(change)} is on the way of our own connection`)
    else raise('R2', reason)
  }
  const address = management.localAddress
  if (address !== null && hasAddress(before, address) && after.links[0] !== management.links[0])
    raise(
      'R2',
      after.links.length === 0
        ? `${address}, where we are connected, goes away`
        : `${address}, where we are connected, moves from ${management.links[0] ?? 'its link'} to ${after.links[0] ?? '?'}`,
    )
  return { level, reasons: [...new Set(reasons)] }
}

/** Names by which an object can stand on the path: a port by its interfaces too. */
const namesOf = (change: ObjectChange): string[] =>
  OBJECTS[change.kind].uplinkReason === null ? [] : linksOfChange(change)

const uplinkReason = <K extends ObjectKind>(change: ChangeOf<K>): string | null =>
  OBJECTS[change.kind].uplinkReason?.(change) ?? null

/** Global addresses that are on the host after the change and were not before, without prefix length. */
export function newAddresses(before: NetworkState, after: NetworkState): string[] {
  const all = (state: NetworkState): string[] =>
    state.links.flatMap((link) => keptAddresses(link).map(({ cidr }) => cidr.split('/')[0] ?? ''))
  const old = new Set(all(before))
  return all(after).filter((address) => !old.has(address))
}

export const hasAddress = (state: NetworkState, address: string): boolean =>
  indexHost(state).holdersOf(address).length > 0
