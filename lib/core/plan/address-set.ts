import { formatIp, parseIp } from '../address/ip'
import { overlaps, parseCidr } from '../address/cidr'
import type { Link, Route } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { keptAddresses } from '../objects/link-facts'
import { isMadeByKernel, isReached, linksOfRoute, localOf } from '../observe/routes'
import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'
import { newAddress, newRoute } from './new-objects'
import { routeKey } from '../objects/route'

/** A link has exactly these addresses (beside link-local and autoconfigured ones) and, where given, this default gateway. */
export function setAddress(draft: Draft, intent: IntentOf<'address.set'>): void {
  const link = draft.link(intent.link)
  if (link === undefined || link.kind === 'loopback')
    return draft.refuse(
      'link',
      'unknown_link',
      `${intent.link} is ${draft.whatIs(intent.link) ?? 'not on this host'}: name a link that can carry an address`,
    )
  if (!draft.isManageable('link', intent.link)) return
  const seat = draft.seatOf(link.name)
  if (seat !== null && link.kind !== 'ovs-internal' && intent.addresses.length > 0) {
    const holder = seat.kind === 'linux-bond' ? seat.bond : seat.bridge
    return draft.refuse(
      'link',
      'enslaved',
      `${link.name} is a port of ${holder}: an address there gets no frames, put it on ${holder}`,
    )
  }
  for (const [index, cidr] of intent.addresses.entries()) {
    const holder = draft.state.links.find(
      (other) =>
        other.name !== link.name &&
        other.addresses.some((address) => address.cidr.split('/')[0] === cidr.split('/')[0]),
    )
    if (holder !== undefined)
      draft.refuse(
        `addresses.${index}`,
        'address_taken',
        `${cidr} is on ${holder.name} already: take it away there first, or choose another`,
      )
  }
  const wanted = [...new Set(intent.addresses)]
  const kept = new Set(keptAddresses(link).map(({ cidr }) => cidr))
  const others = link.addresses.filter(({ cidr }) => !kept.has(cidr))
  const added = wanted.flatMap((cidr) => {
    const present = link.addresses.filter((address) => address.cidr === cidr)
    return present.length > 0 ? present : [newAddress(cidr)]
  })
  const isSame = wanted.length === kept.size && wanted.every((cidr) => kept.has(cidr))
  if (!isSame) {
    if (link.addresses.some(({ isDynamic, cidr }) => isDynamic && kept.has(cidr)))
      draft.warn(`${link.name} has its address from DHCP: its client may bring the old one back`)
    const was = draft.state
    draft.putLink({ ...link, isUp: link.isUp || wanted.length > 0, addresses: [...added, ...others] })
    dropUnreachable(draft, link.name, was)
  }
  if (intent.gateway !== undefined) setGateway(draft, link.name, wanted, intent.gateway)
}

/**
 * Routes whose source is gone go with the address, in the kernel too. Those whose gateway was reached and is not any more go as well:
 * the kernel would leave them, and take none of them again.
 */
function dropUnreachable(draft: Draft, name: string, was: NetworkState): void {
  const { links } = draft.state
  const own = draft.link(name)?.addresses ?? []
  const isOn = (address: string, on: Link['addresses']): boolean => on.some((each) => localOf(each) === address)
  for (const route of draft.state.routes) {
    if (isMadeByKernel(route, draft.observed.links)) {
      if (route.link === name && !isMadeByKernel(route, links)) draft.removeRoute(route)
      continue
    }
    const source = route.preferredSource
    const isSourceGone =
      source !== null && hadAddress(draft, name, source) && !links.some((link) => isOn(source, link.addresses))
    // The kernel drops all that goes by a link when the last IPv4 address leaves it (fib_disable_ip); IPv6 routes stay.
    const isFamilyGone =
      linksOfRoute(route).includes(name) && route.family === 'inet' && !own.some(({ family }) => family === 'inet')
    if (isSourceGone || isFamilyGone) draft.removeRoute(route)
  }
  const left = draft.state
  for (const route of left.routes) {
    const hops = [route, ...route.hops].filter((hop) => hop.link === name && !hop.isOnlink)
    if (hops.some((hop) => isReached(was, hop) && !isReached(left, hop))) draft.removeRoute(route)
  }
}

const hadAddress = (draft: Draft, name: string, address: string): boolean =>
  draft.observed.links.some((link) => link.name === name && link.addresses.some((each) => localOf(each) === address))

const reaches = (cidr: string, gateway: string): boolean => {
  const ip = parseIp(gateway)
  const prefix = parseCidr(cidr)
  return ip !== null && prefix !== null && overlaps(prefix, { address: ip, prefixLength: ip.bits })
}

function setGateway(draft: Draft, link: string, addresses: readonly string[], gateway: string | null): void {
  const isDefault = (route: Route): boolean => route.destination === 'default' && route.table === 'main'
  if (gateway === null) {
    for (const route of draft.state.routes) if (isDefault(route) && route.link === link) draft.removeRoute(route)
    return
  }
  const ip = parseIp(gateway)
  if (ip === null) return
  const via = formatIp(ip)
  // Also one that is reached without an address that says so: it is there, and was set with more than we ask for.
  if (draft.state.routes.some((route) => isDefault(route) && route.link === link && route.gateway === via)) return
  if (!addresses.some((cidr) => reaches(cidr, gateway)))
    return draft.refuse(
      'gateway',
      'unreachable',
      `${gateway} is in none of the networks ${addresses.join(', ') || '(no address)'}: choose a gateway in one of them`,
    )
  const family = ip.family
  const old = draft.state.routes.filter(
    (route) => isDefault(route) && route.family === family && (route.link === link || (route.metric ?? 0) === 0),
  )
  const elsewhere = old.find((route) => route.link !== link)
  if (elsewhere !== undefined) draft.warn(`The default route by ${elsewhere.link ?? 'another link'} is replaced`)
  for (const route of old) draft.removeRoute(route)
  putRoute(draft, newRoute({ family, destination: 'default', gateway: via, link }))
}

export function putRoute(draft: Draft, route: Route): void {
  draft.write({ kind: 'route', owner: null, name: routeKey(route), before: null, after: route })
}
