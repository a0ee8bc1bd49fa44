import { formatIp, parseIp } from '../address/ip'
import { overlaps, parseCidr } from '../address/cidr'
import type { Link, Route } from '../model/link'
import { keptAddresses } from './comparable'
import type { Draft } from './draft'
import type { IntentOf } from './intent'
import { routeKey } from './objects'

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
  const present = new Map(link.addresses.map((address) => [address.cidr, address]))
  const kept = new Set(keptAddresses(link).map(({ cidr }) => cidr))
  const others = link.addresses.filter(({ cidr }) => !kept.has(cidr))
  const added = wanted.map((cidr) => present.get(cidr) ?? newAddress(cidr))
  const isSame = wanted.length === kept.size && wanted.every((cidr) => kept.has(cidr))
  if (!isSame) {
    if (link.addresses.some(({ isDynamic, cidr }) => isDynamic && kept.has(cidr)))
      draft.warn(`${link.name} has its address from DHCP: its client may bring the old one back`)
    draft.putLink({ ...link, isUp: link.isUp || wanted.length > 0, addresses: [...added, ...others] })
    dropUnreachable(draft, link.name, wanted)
  }
  if (intent.gateway !== undefined) setGateway(draft, link.name, wanted, intent.gateway)
}

export const newAddress = (cidr: string): Link['addresses'][number] => ({
  family: cidr.includes(':') ? 'inet6' : 'inet',
  cidr,
  scope: 'global',
  isDynamic: false,
})

/** Routes whose gateway or source nobody of this link can reach any more go away with the address, in the kernel too. */
function dropUnreachable(draft: Draft, link: string, addresses: readonly string[]): void {
  for (const route of draft.state.routes) {
    if (route.link !== link || route.protocol === 'kernel') continue
    const isSourceGone =
      route.preferredSource !== null && !addresses.some((cidr) => cidr.split('/')[0] === route.preferredSource)
    const isGatewayGone = route.gateway !== null && !addresses.some((cidr) => reaches(cidr, route.gateway ?? ''))
    const isFamilyGone = !addresses.some((cidr) => cidr.includes(':') === (route.family === 'inet6'))
    const isLinkLocal = route.gateway?.startsWith('fe80') === true
    if (isSourceGone || (!isLinkLocal && (isGatewayGone || isFamilyGone))) draft.removeRoute(route)
  }
}

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
  if (!addresses.some((cidr) => reaches(cidr, gateway)))
    return draft.refuse(
      'gateway',
      'unreachable',
      `${gateway} is in none of the networks ${addresses.join(', ') || '(no address)'}: choose a gateway in one of them`,
    )
  const via = formatIp(ip)
  const family = ip.family
  const old = draft.state.routes.filter(
    (route) => isDefault(route) && route.family === family && (route.link === link || (route.metric ?? 0) === 0),
  )
  if (old.some((route) => route.link === link && route.gateway === via)) return
  const elsewhere = old.find((route) => route.link !== link)
  if (elsewhere !== undefined) draft.warn(`The default route by ${elsewhere.link ?? 'another link'} is replaced`)
  for (const route of old) draft.removeRoute(route)
  putRoute(draft, {
    family,
    destination: 'default',
    gateway: via,
    link,
    table: 'main',
    protocol: null,
    metric: null,
    preferredSource: null,
  })
}

export function putRoute(draft: Draft, route: Route): void {
  draft.write({ kind: 'route', owner: null, name: routeKey(route), before: null, after: route })
}
