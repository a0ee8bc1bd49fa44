import { canonicalIp } from '../../address/ip'
import type { Link } from '../../model/link'
import type { ManagementPath, NetworkState } from '../../model/network-state'
import { managementPath } from '../../observe/management'
import { linksOfRoute } from '../../observe/routes'
import { linksOfChange } from '../../objects/change-links'
import { keptAddresses, OVS_DATAPATH } from '../../objects/link-facts'
import { addressText } from '../commands/ip-words'
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { describeRef } from '../../objects/ref-words'
import type { RiskLevel } from '../step'

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
export function wayFound({ links }: Pick<NetworkState, 'links'>, way: ManagementPath): string {
  const found = new Set(links.map(({ name }) => name))
  const { localAddress } = way
  const holders = localAddress === null ? [] : links.filter((link) => holderOf([link], localAddress) !== undefined)
  return JSON.stringify([way.links.filter((name) => found.has(name)), holders.map(({ name }) => name).sort()])
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
  if (address !== null && holderOf(before.links, address) !== undefined && after.links[0] !== management.links[0])
    raise(
      'R2',
      after.links.length === 0
        ? `${address}, where we are connected, goes away`
        : `${address}, where we are connected, moves from ${management.links[0] ?? 'its link'} to ${after.links[0] ?? '?'}`,
    )
  return { level, reasons: [...new Set(reasons)] }
}

const holderOf = (links: readonly Link[], address: string): Link | undefined =>
  links.find((link) =>
    link.addresses.some(({ cidr }) => canonicalIp(cidr.replace(/\/\d+$/, '')) === canonicalIp(address)),
  )

/** How objects of one kind stand on the way that we reach the host by. */
type OnTheWay<K extends ObjectKind> = {
  /** Whether the way leads over its links: guests' objects hang beside it. */
  isOnWay: boolean
  /** Why a change of it makes our uplink another one, or null. */
  uplinkReason: (change: ChangeOf<K>) => string | null
}

const ON_THE_WAY: { [K in ObjectKind]: OnTheWay<K> } = {
  link: { isOnWay: true, uplinkReason: ({ name, before, after }) => before && linkReason(name, before, after) },
  route: {
    isOnWay: true,
    uplinkReason: ({ before, after }) => {
      const route = before ?? after
      return route?.destination === 'default' && after === null
        ? `the default route by ${linksOfRoute(route).join(', ') || 'no link'} changes`
        : null
    },
  },
  'ovs-bridge': {
    isOnWay: true,
    uplinkReason: ({ name, before, after }) =>
      before !== null && (after === null || before.failMode !== after.failMode)
        ? `${name} stops forwarding as it does`
        : null,
  },
  'ovs-fake-bridge': { isOnWay: true, uplinkReason: () => null },
  'ovs-port': {
    isOnWay: true,
    uplinkReason: ({ name, owner, before, after }) => {
      if (before === null) return null
      if (after === null) return `${name} leaves ${owner ?? 'its bridge'}`
      if (JSON.stringify(before.vlan) !== JSON.stringify(after.vlan)) return `the VLANs of ${name} change`
      const members = (port: typeof before): string => port.interfaces.map((iface) => iface.name).join(', ')
      return members(before) !== members(after) || before.bond?.lacp !== after.bond?.lacp
        ? `the members or the LACP of ${name} change`
        : null
    },
  },
  'ovs-mirror': { isOnWay: true, uplinkReason: () => null },
  network: { isOnWay: false, uplinkReason: () => null },
  'guest-nic': { isOnWay: false, uplinkReason: () => null },
}

/** Names by which an object can stand on the path: a port by its interfaces too. */
const namesOf = (change: ObjectChange): string[] => (ON_THE_WAY[change.kind].isOnWay ? linksOfChange(change) : [])

const uplinkReason = <K extends ObjectKind>(change: ChangeOf<K>): string | null =>
  ON_THE_WAY[change.kind].uplinkReason(change)

function linkReason(name: string, before: Link, after: Link | null): string | null {
  if (after === null) return `${name} is removed`
  const master = (link: Link): string | null => (link.master === OVS_DATAPATH ? null : link.master)
  if (master(before) !== master(after))
    return `${name} ${master(after) === null ? `leaves ${master(before) ?? ''}` : `enters ${master(after) ?? ''}`}`
  const cidrs = (link: Link): string => keptAddresses(link).map(addressText).sort().join(' ')
  if (cidrs(before) !== cidrs(after)) return `the addresses of ${name} change`
  if (before.isUp !== after.isUp) return `${name} is set ${after.isUp ? 'up' : 'down'}`
  if (JSON.stringify(before.bridgePort?.vlans) !== JSON.stringify(after.bridgePort?.vlans))
    return `the VLANs of ${name} change`
  if (before.bridge?.isVlanFiltering !== after.bridge?.isVlanFiltering) return `${name} changes how it looks at tags`
  if (before.bond?.mode !== after.bond?.mode) return `the mode of ${name} changes`
  return null
}

/** Global addresses that are on the host after the change and were not before, without prefix length. */
export function newAddresses(before: NetworkState, after: NetworkState): string[] {
  const all = (state: NetworkState): string[] =>
    state.links.flatMap((link) => keptAddresses(link).map(({ cidr }) => cidr.split('/')[0] ?? ''))
  const old = new Set(all(before))
  return all(after).filter((address) => !old.has(address))
}

export const hasAddress = (state: NetworkState, address: string): boolean =>
  holderOf(state.links, address) !== undefined
