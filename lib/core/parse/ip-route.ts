import type { Route, RouteHop } from '../model/link'
import { arrayField, fieldOf, intField, isJsonObject, objectField, parseJsonRows, textField, textsField } from './json'
import type { JsonObject, Rows } from './json'
import { readRouteOptions } from './ip-route-options'
import { parsed } from './parsed'
import type { Parsed } from './parsed'

/** Kept by the kernel for every address, in table "local": they repeat the address list and say nothing new. */
const DERIVED_TYPES = new Set(['local', 'broadcast', 'multicast', 'anycast'])
/** Linux before 4.19 named no protocol for its IPv6 ones. */
const DERIVED_PROTOCOLS = new Set(['kernel', 'unspec', 'none'])

/**
 * `ip -j route show table all`, IPv4 and IPv6 mixed (ip-route(8)), with all that it takes to write each route again. Routes
 * that the kernel derives from addresses are left out; those of the same types that somebody set are not.
 */
export function parseIpRoutes(text: string): Parsed<Rows<Route>> {
  const result = parseJsonRows(text, readRoute, nameTypes)
  if (!result.ok) return result
  return parsed({ rows: result.value.rows.flat(), rejected: result.value.rejected })
}

/** iproute2 4.16 to 5.0 prints a route's type without its key, `{"local","dst":…}`, which makes the whole list no JSON. */
const nameTypes = (text: string): string => text.replace(/\{"(\w+)",/g, '{"type":"$1",')

function readRoute(row: JsonObject): Route[] | null {
  const destination = textField(row, 'dst')
  if (destination === null) return null
  const type = textField(row, 'type') ?? 'unicast'
  const protocol = textField(row, 'protocol')
  if (DERIVED_TYPES.has(type) && DERIVED_PROTOCOLS.has(protocol ?? '')) return []
  const hops = arrayField(row, 'nexthops').filter(isJsonObject)
  const family = familyOf(row, destination)
  const { options, unknownKeys } = readRouteOptions(row)
  return [
    {
      family,
      destination,
      gateway: gatewayOf(row),
      link: textField(row, 'dev'),
      table: textField(row, 'table') ?? 'main',
      protocol,
      metric: intField(row, 'metric'),
      preferredSource: textField(row, 'prefsrc'),
      type,
      tos: textField(row, 'tos'),
      from: textField(row, 'from'),
      // Left out where it is global; IPv6 has no other.
      scope: family === 'inet' ? (textField(row, 'scope') ?? 'global') : null,
      isOnlink: isOnlink(row),
      options,
      hops: hops.map(readHop),
      expiresSeconds: intField(row, 'expires'),
      unknownKeys: [
        ...unknownKeys,
        ...hops.flatMap((hop) => Object.keys(hop).filter((key) => !HOP_KEYS.has(key))).map((key) => `nexthops.${key}`),
      ],
    },
  ]
}

const HOP_KEYS = new Set(['gateway', 'via', 'dev', 'weight', 'flags'])
const readHop = (hop: JsonObject): RouteHop => ({
  gateway: gatewayOf(hop),
  link: textField(hop, 'dev'),
  weight: intField(hop, 'weight') ?? 1,
  isOnlink: isOnlink(hop),
})

const gatewayOf = (row: JsonObject): string | null =>
  textField(row, 'gateway') ?? textField(objectField(row, 'via'), 'host')
const isOnlink = (row: JsonObject): boolean => textsField(row, 'flags').includes('onlink')

/** `ip` does not name the family. "default" tells nothing, but only IPv6 routes carry `pref` (RFC 4191). */
function familyOf(row: JsonObject, destination: string): Route['family'] {
  if (destination.includes(':')) return 'inet6'
  if (destination !== 'default') return 'inet'
  const isIpv6 = (textField(row, 'gateway') ?? '').includes(':') || fieldOf(row, 'pref') !== undefined
  return isIpv6 ? 'inet6' : 'inet'
}
