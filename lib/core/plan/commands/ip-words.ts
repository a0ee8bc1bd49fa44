/* Addresses and routes as words of ip-address(8) and ip-route(8), with all that they had. */
import type { IpAddress, Route, RouteHop } from '../../model/link'
import { identity, pair, settings, via } from '../../objects/ip-text'
import { ip } from './link-commands'
import type { Command } from '../step'

const family = (name: 'inet' | 'inet6'): string[] => (name === 'inet6' ? ['-6'] : [])
const lifetimes = ({ validSeconds, preferredSeconds }: IpAddress): string[] =>
  validSeconds === null && preferredSeconds === null
    ? []
    : ['valid_lft', String(validSeconds ?? 'forever'), 'preferred_lft', String(preferredSeconds ?? 'forever')]

/**
 * IPv6 takes no route with a source address that is still being checked for duplicates. With `isAtOnce` an address is usable at once:
 * it was on the host before. The flag goes again with the second command.
 */
export function addAddress(link: string, address: IpAddress, isAtOnce = false): Command[] {
  const words = [...identity(address), 'dev', link, ...settings(address), ...lifetimes(address)]
  const write = (...flags: string[]): Command => ip(...family(address.family), 'addr', 'replace', ...words, ...flags)
  return isAtOnce && !address.options.includes('nodad') ? [write('nodad'), write()] : [write()]
}

export const deleteAddress = (link: string, address: IpAddress): Command =>
  ip(...family(address.family), 'addr', 'del', ...identity(address), 'dev', link)

/** The kernel lists IPv6 addresses with the newest first, and IPv4's in the order in which they came. */
export function inAddingOrder(addresses: readonly IpAddress[]): IpAddress[] {
  const ofFamily = (name: string): IpAddress[] => addresses.filter((address) => address.family === name)
  return [...ofFamily('inet'), ...ofFamily('inet6').reverse()]
}

/** What the kernel finds a route by. */
function routeIdentity(route: Route): string[] {
  return [
    ...(route.type === 'unicast' ? [] : [route.type]),
    route.destination,
    ...pair('from', route.from),
    ...pair('tos', route.tos),
    ...via(route, route.family),
    ...pair('dev', route.link),
    ...(route.protocol === 'boot' ? [] : pair('proto', route.protocol)),
    ...pair('metric', route.metric),
    ...pair('src', route.preferredSource),
    ...(route.table === 'main' ? [] : ['table', route.table]),
    ...(isUsualScope(route) ? [] : pair('scope', route.scope)),
  ]
}

/** What `ip route` chooses where it is not told (iproute_modify in ip/iproute.c). IPv6 knows no scopes of routes. */
function isUsualScope({ family: of, type, scope, gateway, hops }: Route): boolean {
  if (of === 'inet6') return true
  const isDirect = type === 'unicast' && gateway === null && hops.length === 0
  const isLink = isDirect || type === 'broadcast' || type === 'multicast' || type === 'anycast'
  if (scope === null) return true
  return scope === (type === 'local' || type === 'nat' ? 'host' : isLink ? 'link' : 'global')
}
const hopWords = (hop: RouteHop, of: Route['family']): string[] => [
  'nexthop',
  ...via(hop, of),
  ...pair('dev', hop.link),
  ...['weight', String(hop.weight)],
  ...(hop.isOnlink ? ['onlink'] : []),
]

export const replaceRoute = (route: Route): Command =>
  ip(
    ...family(route.family),
    'route',
    'replace',
    ...routeIdentity(route),
    ...(route.isOnlink ? ['onlink'] : []),
    ...route.options,
    ...pair('expires', route.expiresSeconds),
    ...hopsOf(route),
  )
const hopsOf = (route: Route): string[] => route.hops.flatMap((hop) => hopWords(hop, route.family))

export const deleteRoute = (route: Route): Command =>
  ip(...family(route.family), 'route', 'del', ...routeIdentity(route), ...hopsOf(route))

/** A gateway must be reachable before it is named: routes that need none come first, then those that take none for granted. */
export function inWritingOrder<T extends { route: Route }>(items: readonly T[]): T[] {
  const rank = ({ gateway, hops, isOnlink }: Route): number =>
    gateway === null && hops.length === 0 ? 0 : isOnlink ? 1 : 2
  return [...items].sort((a, b) => rank(a.route) - rank(b.route))
}
