import { linkLocalOf as macLinkLocal } from '../../core/address/mac'
import { networkOf as network, parseCidr } from '../../core/address/cidr'
import type { SimAddress, SimLink, SimRoute, SimState } from '../machine/state'
import { isBondMember } from './link-state'

const toInt = (address: string): number => address.split('.').reduce((sum, part) => (sum * 256 + Number(part)) >>> 0, 0)

const toText = (value: number): string => [24, 16, 8, 0].map((shift) => String((value >>> shift) & 255)).join('.')

const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0)

export const networkOf = (address: string, prefix: number): string => toText((toInt(address) & maskOf(prefix)) >>> 0)

export const broadcastOf = (address: string, prefix: number): string =>
  toText((toInt(address) | (~maskOf(prefix) >>> 0)) >>> 0)

export const contains = (cidr: string, address: string): boolean => {
  if (cidr === 'default') return true
  const [base = '', prefix = '32'] = cidr.split('/')
  return networkOf(address, Number(prefix)) === networkOf(base, Number(prefix))
}

/** Link-local address that the kernel gives a link that comes up. */
export const linkLocalOf = (state: SimState, link: SimLink): string | null => {
  if (!link.isUp || link.detail.kind === 'loopback' || isBondMember(state, link)) return null
  return macLinkLocal(link.mac)
}

/** Routes of all tables: those that were set, and the kernel's own for each IPv4 address of an up link. IPv6 in its order. */
export const allRoutes = (state: SimState): SimRoute[] => {
  const kernel = [...state.links.values()].flatMap((link) =>
    link.isUp && link.detail.kind !== 'loopback'
      ? link.addresses.flatMap((address) => prefixRoute(link.name, address) ?? [])
      : [],
  )
  const added = state.routes.filter(
    ({ dev, hops }) =>
      (dev === '' && hops.length === 0) ||
      [dev, ...hops.map((hop) => hop.dev)].some((name) => state.links.get(name)?.isUp === true),
  )
  const key = (route: SimRoute): string => JSON.stringify([route.destination, route.dev, route.metric, route.table])
  const set = new Set(added.map(key))
  const all = [...added, ...kernel.filter((route) => !set.has(key(route)))]
  return [...all.filter(({ family }) => family === 'inet'), ...all.filter(({ family }) => family === 'inet6')]
}

/** fib_add_ifaddr and addrconf_prefix_route. */
function prefixRoute(dev: string, each: SimAddress): SimRoute | null {
  const { family, address, prefix, peer = null, metric = null, flags = [] } = each
  if (flags.includes('noprefixroute') || (family === 'inet' && prefix === 32 && peer === null)) return null
  const network = family === 'inet' ? networkOf(peer ?? address, prefix) : network6(peer ?? address, prefix)
  return newRoute({
    family,
    destination: prefix === (family === 'inet' ? 32 : 128) ? network : `${network}/${prefix}`,
    dev,
    metric: family === 'inet' ? metric : (metric ?? 256),
    protocol: 'kernel',
    scope: family === 'inet' ? 'link' : 'global',
    preferredSource: family === 'inet' ? address : null,
  })
}

const network6 = (address: string, prefix: number): string => {
  const cidr = parseCidr(`${address}/${prefix}`)
  return cidr === null ? address : network(cidr).replace(/\/\d+$/, '')
}

export const newRoute = (route: Pick<SimRoute, 'family' | 'destination' | 'dev'> & Partial<SimRoute>): SimRoute => ({
  type: 'unicast',
  tos: null,
  table: 'main',
  gateway: null,
  metric: null,
  protocol: null,
  scope: 'global',
  preferredSource: null,
  isOnlink: false,
  options: [],
  hops: [],
  ...route,
})

/** Main-table IPv4 routes. */
export const mainRoutes = (state: SimState): SimRoute[] =>
  allRoutes(state).filter(({ family, table }) => family === 'inet' && table === 'main')
