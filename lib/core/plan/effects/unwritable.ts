import type { IpAddress, Route } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { isLearned, isReached, linksOfRoute } from '../../observe/routes'
import { keptAddresses } from '../../objects/link-facts'
import type { PlanIssue } from '../../intents/intent'
import { describeRoute } from '../../objects/ip-text'
import type { ObjectChange } from '../../objects/object-ref'
import { keptRoutes } from '../render/addresses'

/**
 * Addresses and routes that a plan takes away, or that the kernel takes away with them, and that could not be put back as they
 * were: refused while the host is untouched.
 */
export function unwritable(before: NetworkState, after: NetworkState, changes: readonly ObjectChange[]): PlanIssue[] {
  const moved = changes.flatMap((change) => (change.kind === 'route' && change.before !== null ? [change.before] : []))
  // What a router advertises comes again beside whatever is kept.
  const others = before.routes.filter((route) => !isLearned(route))
  const addresses = changes.flatMap((change) =>
    change.kind !== 'link' || change.before === null ? [] : goneAddresses(change.before, change.after),
  )
  return [
    ...addresses.flatMap(({ link, address }) => addressIssues(link, address)),
    ...moved.flatMap((route) => routeIssues(route, before, before.routes)),
    ...keptRoutes(before, after, changes).flatMap((route) => routeIssues(route, before, others)),
  ].map((message) => ({ path: '', code: 'not_restorable', message }))
}

type Link = NetworkState['links'][number]
const goneAddresses = (before: Link, after: Link | null): { link: string; address: IpAddress }[] => {
  const staying = new Set(after?.addresses ?? [])
  return keptAddresses(before)
    .filter((address) => !staying.has(address))
    .map((address) => ({ link: before.name, address }))
}

const addressIssues = (link: string, { cidr, unknownKeys }: IpAddress): string[] =>
  unknownKeys.length === 0
    ? []
    : [
        `${cidr} on ${link} has ${unknownKeys.join(', ')}, which could not be put back: take the address away by hand first, or leave ${link} as it is`,
      ]

function routeIssues(route: Route, state: NetworkState, routes: readonly Route[]): string[] {
  const what = `the route ${describeRoute(route)}`
  const [lost] = [route, ...route.hops].filter((hop) => !hop.isOnlink && !isReached(state, hop))
  const twin = routes.find((other) => other !== route && twinKey(other) === twinKey(route))
  return [
    ...(route.unknownKeys.length === 0
      ? []
      : [
          `${what} has ${route.unknownKeys.join(', ')}, which could not be put back: take the route away by hand first, or leave ${linksOfRoute(route).join(', ')} as it is`,
        ]),
    ...(lost === undefined
      ? []
      : [
          `${what} was set while ${lost.link ?? ''} reached ${lost.gateway ?? ''}, and nothing there reaches it now: Linux would not take it again. Take it away by hand first, or give it onlink`,
        ]),
    ...(twin === undefined
      ? []
      : [
          `${what} stands beside the route ${describeRoute(twin)} with the same metric: they could not be put back in their order. Give one of them another metric first`,
        ]),
  ]
}

/** Of routes with all this in common a write replaces one, whichever comes first (fib_table_insert in net/ipv4/fib_trie.c). */
const twinKey = ({ family, table, destination, tos, from, metric }: Route): string =>
  JSON.stringify([family, table, destination, tos, from, metric ?? 0])
