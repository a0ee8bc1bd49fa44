import { fieldOf, isJsonObject, arrayField, objectField, textField, textsField } from './json'
import type { JsonObject } from './json'

/** What the fields of a Route hold, and what only tells of the moment. */
const KNOWN = new Set([
  ...[
    'type',
    'dst',
    'from',
    'tos',
    'gateway',
    'via',
    'dev',
    'table',
    'protocol',
    'scope',
    'prefsrc',
    'metric',
    'flags',
  ],
  ...['expires', 'pref', 'nexthops', 'flow', 'metrics', 'error', 'cache', 'used', 'users', 'age'],
])
const KNOWN_FLAGS = new Set([
  ...['onlink', 'dead', 'linkdown', 'unresolved', 'pervasive', 'notify', 'offload', 'offload_failed', 'trap'],
  ...['rt_offload', 'rt_trap', 'rt_offload_failed'],
])
/** Metrics that are numbers in `ip -j route` and in `ip route add` alike (mx_names in ip/iproute.c). */
const NUMBERS = new Set([
  ...['mtu', 'window', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd', 'initrwnd', 'quickack'],
  'fastopen_no_cookie',
])
/** In milliseconds. */
const TIMES = new Set(['rtt', 'rttvar', 'rto_min'])
const FEATURES = new Set(['ecn', 'tcp_usec_ts'])

/** The rest of a route as words of `ip route add`, and the keys that there are no words for. */
export function readRouteOptions(row: JsonObject): { options: string[]; unknownKeys: string[] } {
  const options: string[] = []
  const unknownKeys = Object.keys(row).filter((key) => !KNOWN.has(key))
  unknownKeys.push(
    ...textsField(row, 'flags')
      .filter((flag) => !KNOWN_FLAGS.has(flag))
      .map((flag) => `flags.${flag}`),
  )
  const flow = objectField(row, 'flow')
  const [from, to] = [textField(flow, 'from'), textField(flow, 'to')]
  if (to !== null) options.push('realms', from === null ? to : `${from}/${to}`)
  for (const metrics of arrayField(row, 'metrics').filter(isJsonObject))
    for (const key of Object.keys(metrics)) {
      const words = metricWords(key, fieldOf(metrics, key))
      if (words === null) unknownKeys.push(`metrics.${key}`)
      else options.push(...words)
    }
  const pref = textField(row, 'pref')
  if (pref !== null && pref !== 'medium') options.push('pref', pref)
  return { options, unknownKeys }
}

function metricWords(key: string, value: unknown): string[] | null {
  if (FEATURES.has(key)) return ['features', key]
  if (key === 'congestion' && typeof value === 'string') return ['congctl', value]
  if (!Number.isSafeInteger(value)) return null
  if (NUMBERS.has(key)) return [key, String(value)]
  return TIMES.has(key) ? [key, `${String(value)}ms`] : null
}
