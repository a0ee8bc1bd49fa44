/* Addresses and routes in `ip`'s own words. */
import type { IpAddress, Route, RouteHop } from '../model/link'
import { localOf } from '../observe/routes'

/** Nothing where there is no value. */
export const pair = (word: string, value: string | number | null): string[] =>
  value === null ? [] : [word, String(value)]

/** "203.0.113.10 peer 203.0.113.1/32": enough to tell it from the link's others. */
export const identity = (address: IpAddress): string[] =>
  address.peer === null ? [address.cidr] : [localOf(address), 'peer', address.peer]

/** Everything but how long it lives: equal words, equal addresses. */
export function settings(address: IpAddress): string[] {
  const { metric, broadcast, scope, label, options } = address
  return [
    ...pair('metric', metric),
    ...pair('broadcast', broadcast),
    ...(isUsualScopeOf(address) ? [] : ['scope', scope]),
    ...pair('label', label),
    ...options,
  ]
}

/** What `ip` chooses by itself (default_scope in ip/ipaddress.c); of IPv6 the kernel works it out. */
const isUsualScopeOf = ({ family: of, scope, cidr }: IpAddress): boolean =>
  of === 'inet6' || scope === 'global' || (scope === 'host' && cidr.startsWith('127.'))

/** The address as text: `ip`'s own words. */
export const addressText = (address: IpAddress): string => [...identity(address), ...settings(address)].join(' ')

/** An IPv4 route may have an IPv6 gateway (RTA_VIA). */
export function via({ gateway }: Pick<RouteHop, 'gateway'>, of: Route['family']): string[] {
  if (gateway === null) return []
  return of === 'inet' && gateway.includes(':') ? ['via', 'inet6', gateway] : ['via', gateway]
}

export const describeRoute = ({ type, destination, gateway, link, hops, table }: Route): string =>
  [
    ...(type === 'unicast' ? [] : [type]),
    destination,
    ...pair('via', gateway),
    ...pair('by', link),
    ...hops.flatMap((hop) => [...pair('via', hop.gateway), ...pair('by', hop.link)]),
    ...(table === 'main' ? [] : ['in table', table]),
  ].join(' ')
