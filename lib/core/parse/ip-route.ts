import type { Route } from '../model/link'
import { arrayField, fieldOf, intField, isJsonObject, objectField, parseJsonRows, textField } from './json'
import type { JsonObject, Rows } from './json'
import { parsed } from './parsed'
import type { Parsed } from './parsed'

/** Kept by the kernel for every address, in table "local": they repeat the address list and say nothing new. */
const DERIVED_TYPES = new Set(['local', 'broadcast', 'multicast', 'anycast'])

/**
 * `ip -j route show table all`, IPv4 and IPv6 mixed (ip-route(8)). Multipath routes give one Route per next hop. Routes
 * that the kernel derives from addresses are left out.
 */
export function parseIpRoutes(text: string): Parsed<Rows<Route>> {
  const result = parseJsonRows(text, readRoutes)
  if (!result.ok) return result
  return parsed({ rows: result.value.rows.flat(), rejected: result.value.rejected })
}

function readRoutes(row: JsonObject): Route[] | null {
  const destination = textField(row, 'dst')
  if (destination === null) return null
  if (DERIVED_TYPES.has(textField(row, 'type') ?? 'unicast')) return []
  const hops = arrayField(row, 'nexthops').filter(isJsonObject)
  const base = {
    family: familyOf(row, destination),
    destination,
    table: textField(row, 'table') ?? 'main',
    protocol: textField(row, 'protocol'),
    metric: intField(row, 'metric'),
    preferredSource: textField(row, 'prefsrc'),
  }
  return (hops.length === 0 ? [row] : hops).map((hop) => ({
    ...base,
    gateway: textField(hop, 'gateway') ?? textField(objectField(hop, 'via'), 'host'),
    link: textField(hop, 'dev'),
  }))
}

/** `ip` does not name the family. "default" tells nothing, but only IPv6 routes carry `pref` (RFC 4191). */
function familyOf(row: JsonObject, destination: string): Route['family'] {
  if (destination.includes(':')) return 'inet6'
  if (destination !== 'default') return 'inet'
  const isIpv6 = (textField(row, 'gateway') ?? '').includes(':') || fieldOf(row, 'pref') !== undefined
  return isIpv6 ? 'inet6' : 'inet'
}
