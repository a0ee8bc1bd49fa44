import { networkOf, overlaps, parseCidr } from '../address/cidr'
import { parseIp } from '../address/ip'
import type { IpAddress, Link, Route, RouteHop } from '../model/link'

/** The links that a route goes by: one, all of a multipath route, or none. */
export const linksOfRoute = ({ link, hops }: Pick<Route, 'link' | 'hops'>): string[] =>
  [link, ...hops.map((hop) => hop.link)].filter((name) => name !== null)

/**
 * Whether the kernel makes this route itself, and makes the same again, once these links have their addresses and are up
 * (fib_add_ifaddr in net/ipv4/fib_frontend.c, addrconf_prefix_route in net/ipv6/addrconf.c). `proto kernel` alone does not say
 * so: NetworkManager gives its addresses `noprefixroute` and sets routes with that word and a metric of its own.
 */
export function isMadeByKernel(route: Route, links: readonly Link[]): boolean {
  // Of every link, on old kernels without the word.
  if (route.destination === 'ff00::/8' && route.table === 'local') return true
  if (route.protocol !== 'kernel') return false
  if (route.link === 'lo' || route.destination.startsWith('fe80::/')) return true
  return madeBy(links).has(keyOf(route))
}

/**
 * A router's advertisement has made it, and the next makes it again (rt6_add_dflt_router in net/ipv6/route.c). What has no end was
 * set with that word by a program, once: NetworkManager does so.
 */
export const isLearned = ({ protocol, expiresSeconds }: Pick<Route, 'protocol' | 'expiresSeconds'>): boolean =>
  protocol === 'ra' && expiresSeconds !== null

const LINK_LOCAL = { address: { family: 'inet6', bits: 128, value: 0xfe80n << 112n }, prefixLength: 10 } as const

/** Linux takes a gateway only on the link itself: in the network of an address or of a route without gateway (fib_check_nh). */
export function isReached(
  { links, routes }: { links: readonly Link[]; routes: readonly Route[] },
  { gateway, link }: Pick<RouteHop, 'gateway' | 'link'>,
): boolean {
  const address = gateway === null ? null : parseIp(gateway)
  if (address === null) return true
  const hop = { address, prefixLength: address.bits }
  if (overlaps(hop, LINK_LOCAL)) return true
  const covers = (prefix: string | null): boolean => {
    const cidr = prefix === null ? null : parseCidr(prefix.includes('/') ? prefix : `${prefix}/${address.bits}`)
    return cidr !== null && overlaps(cidr, hop)
  }
  const direct = routes.filter((route) => route.link === link && route.gateway === null)
  const addresses = links.find(({ name }) => name === link)?.addresses ?? []
  return (
    direct.some(({ destination, family }) =>
      destination === 'default' ? family === address.family : covers(destination),
    ) || addresses.some(({ cidr, peer }) => covers(cidr) || covers(peer))
  )
}

const made = new WeakMap<readonly Link[], ReadonlySet<string>>()
function madeBy(links: readonly Link[]): ReadonlySet<string> {
  const known = made.get(links)
  if (known !== undefined) return known
  const keys = new Set(
    links.flatMap(({ name, addresses }) =>
      addresses
        .filter(({ options }) => !options.includes('noprefixroute'))
        .flatMap((address) =>
          networksOf(address).map((destination) =>
            keyOf({
              destination,
              link: name,
              gateway: null,
              metric: address.metric ?? (address.family === 'inet6' ? 256 : null),
              preferredSource: address.family === 'inet' ? localOf(address) : null,
              options: [],
            }),
          ),
        ),
    ),
  )
  made.set(links, keys)
  return keys
}

type Key = Pick<Route, 'destination' | 'link' | 'gateway' | 'metric' | 'preferredSource' | 'options'>
const keyOf = ({ destination, link, gateway, metric, preferredSource, options }: Key): string =>
  [destination, link, gateway, metric, preferredSource, ...options].join('|')

export const localOf = ({ cidr }: Pick<IpAddress, 'cidr'>): string => cidr.replace(/\/\d+$/, '')

/** As `ip route` prints them: without the length where it is the whole address. An IPv4 /32 that is not point-to-point has none. */
function networksOf({ family, cidr, peer }: IpAddress): string[] {
  if (family === 'inet' && peer === null && cidr.endsWith('/32')) return []
  const local = family === 'inet6' || peer === null ? [cidr] : []
  // Linux makes the route to an IPv6 peer beside that to the address, which some versions write with the peer's length.
  return [...local, ...(peer === null ? [] : [peer])].flatMap((text) => {
    const parsed = parseCidr(text)
    return parsed === null ? [] : [networkOf(parsed).replace(/\/(32|128)$/, '')]
  })
}
