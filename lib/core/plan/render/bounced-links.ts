/* Links that a change sets down for a moment, and which of their addresses do not come back by themselves. */
import type { IpAddress, Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { keptAddresses } from '../../objects/link-facts'
import type { WorkingState } from '../working-state'
import { inAddingOrder } from '../commands/ip-words'
import type { ObjectChange } from '../../objects/object-ref'

/** Links that a change sets down for a moment, and what stands on them: IPv6 addresses and routes are lost with that. */
export function bouncedLinks(state: NetworkState, changes: readonly ObjectChange[]): Set<string> {
  const bounced = new Set(
    changes.flatMap((change) =>
      change.kind === 'link' && needsBondDown(change.before, change.after) ? [change.name] : [],
    ),
  )
  for (const name of bounced) for (const link of state.links) if (link.lower === name) bounced.add(link.name)
  return bounced
}

/** Mode and LACP rate of a bond change only while it is down (bond_options.c). */
export const needsBondDown = (before: Link | null, after: Link | null): boolean =>
  before?.bond != null &&
  after?.bond != null &&
  (before.bond.mode !== after.bond.mode || before.bond.lacpRate !== after.bond.lacpRate)

/** The kernel makes these anew from the next advertisement; who sets them for it says noprefixroute, and DHCPv6 gives no network. */
const isAutoconfigured = ({ family, isDynamic, cidr, options }: IpAddress): boolean =>
  family === 'inet6' && isDynamic && cidr.endsWith('/64') && !options.includes('noprefixroute')

/** The addresses of a link that do not come back by themselves after it was down or is made again, in the order of adding. */
export function addressesToRestore(link: Link): IpAddress[] {
  const kept = new Set(keptAddresses(link))
  return inAddingOrder(
    link.addresses.filter(
      (address) =>
        kept.has(address) || (address.family === 'inet6' && address.scope !== 'link' && !isAutoconfigured(address)),
    ),
  )
}

/** What comes back with the next advertisement of a router only, on links that a change sets down. */
export function warnOfBounce(working: WorkingState, changes: readonly ObjectChange[]): void {
  const bounced = bouncedLinks(working.observed, changes)
  for (const { name, addresses } of working.observed.links) {
    const lost = bounced.has(name) ? addresses.filter(isAutoconfigured) : []
    if (lost.length > 0)
      working.warn(
        `${name} is down for a moment and loses ${lost.map(({ cidr }) => cidr).join(', ')}, which it gets again with the next advertisement of its router`,
      )
  }
}
