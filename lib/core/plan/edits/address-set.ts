import { formatIp, parseIp } from '../../address/ip'
import { overlaps, parseCidr } from '../../address/cidr'
import type { Link, Route } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { keptAddresses } from '../../objects/link-facts'
import { isMadeByKernel, isReached, linksOfRoute, localOf } from '../../observe/routes'
import type { EditsOf } from './edit-record'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { newAddress, newRoute } from '../../model/new-ip'
import { routeKey } from '../../objects/route'
import { indexHost } from '../../state/host-index'

/** A link has exactly these addresses (beside link-local and autoconfigured ones) and, where given, this default gateway. */
function setAddress(working: WorkingState, intent: IntentOf<'address.set'>): void {
  const link = working.link(intent.link)
  if (link === undefined || link.kind === 'loopback')
    return working.refuse(
      'link',
      'unknown_link',
      `${intent.link} is ${working.whatIs(intent.link) ?? 'not on this host'}: name a link that can carry an address`,
    )
  if (!working.isManageable('link', intent.link)) return
  const attachment = working.attachmentOf(link.name)
  if (attachment !== null && link.kind !== 'ovs-internal' && intent.addresses.length > 0) {
    const holder = attachment.kind === 'linux-bond' ? attachment.bond : attachment.bridge
    return working.refuse(
      'link',
      'enslaved',
      `${link.name} is a port of ${holder}: an address there gets no frames, put it on ${holder}`,
    )
  }
  for (const [index, cidr] of intent.addresses.entries()) {
    const [local = ''] = cidr.split('/')
    const holder = working.index.holdersOf(local).find((other) => other.name !== link.name)
    if (holder !== undefined)
      working.refuse(
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
      working.warn(`${link.name} has its address from DHCP: its client may bring the old one back`)
    const was = working.state
    working.putLink({ ...link, isUp: link.isUp || wanted.length > 0, addresses: [...added, ...others] })
    dropUnreachable(working, link.name, was)
  }
  if (intent.gateway !== undefined) setGateway(working, link.name, wanted, intent.gateway)
}

/**
 * Routes whose source is gone go with the address, in the kernel too. Those whose gateway was reached and is not any more go as well:
 * the kernel would leave them, and take none of them again.
 */
function dropUnreachable(working: WorkingState, name: string, was: NetworkState): void {
  const { links } = working.state
  const own = working.link(name)?.addresses ?? []
  const isOn = (address: string, on: Link['addresses']): boolean => on.some((each) => localOf(each) === address)
  for (const route of working.state.routes) {
    if (isMadeByKernel(route, working.observed.links)) {
      if (route.link === name && !isMadeByKernel(route, links)) working.removeRoute(route)
      continue
    }
    const source = route.preferredSource
    const isSourceGone =
      source !== null && hadAddress(working, name, source) && !links.some((link) => isOn(source, link.addresses))
    // The kernel drops all that goes by a link when the last IPv4 address leaves it (fib_disable_ip); IPv6 routes stay.
    const isFamilyGone =
      linksOfRoute(route).includes(name) && route.family === 'inet' && !own.some(({ family }) => family === 'inet')
    if (isSourceGone || isFamilyGone) working.removeRoute(route)
  }
  const left = working.state
  for (const route of left.routes) {
    const hops = [route, ...route.hops].filter((hop) => hop.link === name && !hop.isOnlink)
    if (hops.some((hop) => isReached(was, hop) && !isReached(left, hop))) working.removeRoute(route)
  }
}

const hadAddress = (working: WorkingState, name: string, address: string): boolean =>
  indexHost(working.observed)
    .link(name)
    ?.addresses.some((each) => localOf(each) === address) === true

const reaches = (cidr: string, gateway: string): boolean => {
  const ip = parseIp(gateway)
  const prefix = parseCidr(cidr)
  return ip !== null && prefix !== null && overlaps(prefix, { address: ip, prefixLength: ip.bits })
}

function setGateway(working: WorkingState, link: string, addresses: readonly string[], gateway: string | null): void {
  const isDefault = (route: Route): boolean => route.destination === 'default' && route.table === 'main'
  if (gateway === null) {
    for (const route of working.state.routes) if (isDefault(route) && route.link === link) working.removeRoute(route)
    return
  }
  const ip = parseIp(gateway)
  if (ip === null) return
  const via = formatIp(ip)
  // Also one that is reached without an address that says so: it is there, and was set with more than we ask for.
  if (working.state.routes.some((route) => isDefault(route) && route.link === link && route.gateway === via)) return
  if (!addresses.some((cidr) => reaches(cidr, gateway)))
    return working.refuse(
      'gateway',
      'unreachable',
      `${gateway} is in none of the networks ${addresses.join(', ') || '(no address)'}: choose a gateway in one of them`,
    )
  const family = ip.family
  const old = working.state.routes.filter(
    (route) => isDefault(route) && route.family === family && (route.link === link || (route.metric ?? 0) === 0),
  )
  const elsewhere = old.find((route) => route.link !== link)
  if (elsewhere !== undefined) working.warn(`The default route by ${elsewhere.link ?? 'another link'} is replaced`)
  for (const route of old) working.removeRoute(route)
  putRoute(working, newRoute({ family, destination: 'default', gateway: via, link }))
}

export function putRoute(working: WorkingState, route: Route): void {
  working.write({ kind: 'route', owner: null, name: routeKey(route), before: null, after: route })
}

export const addressEdits: EditsOf<'address.set'> = {
  'address.set': { needs: ['links', 'routes', 'ovs', 'management'], apply: setAddress },
}
