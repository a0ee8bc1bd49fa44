import type { SimHop, SimRoute, SimState } from '../machine/state'
import { allRoutes } from './addresses'

type Json = Record<string, unknown>

const TIMES = new Set(['rtt', 'rttvar', 'rto_min'])
const APART = new Set(['realms', 'pref', 'expires'])

const gatewayJson = (gateway: string | null, family: SimRoute['family']): Json => {
  if (gateway === null) return {}
  return family === 'inet' && gateway.includes(':') ? { via: { family: 'inet6', host: gateway } } : { gateway }
}

/** A metric under the names of `ip -j route`. */
const metricJson = ([name, value]: readonly [string, string]): [string, unknown] => {
  if (name === 'features') return [value, null]
  if (name === 'congctl') return ['congestion', value]
  return [name, Number(TIMES.has(name) ? value.replace('ms', '') : value)]
}

function optionsJson({ options, family }: SimRoute): Json {
  const valueOf = (name: string): string | undefined => options.find(([word]) => word === name)?.[1]
  const [from, to] = (valueOf('realms') ?? '').split('/')
  const metrics = options.filter(([name]) => !APART.has(name)).map(metricJson)
  const expires = valueOf('expires')
  return {
    ...(from === '' ? {} : { flow: to === undefined ? { to: from } : { from, to } }),
    ...(metrics.length === 0 ? {} : { metrics: [Object.fromEntries(metrics)] }),
    ...(expires === undefined ? {} : { expires: Number(expires) }),
    ...(family === 'inet6' ? { pref: valueOf('pref') ?? 'medium' } : {}),
  }
}

const flagsOf = ({ isOnlink }: Pick<SimHop, 'isOnlink'>): string[] => (isOnlink ? ['onlink'] : [])

const routeJson = (route: SimRoute): Json => ({
  ...(route.type === 'unicast' ? {} : { type: route.type }),
  dst: route.destination,
  ...(route.tos === null ? {} : { tos: route.tos }),
  ...gatewayJson(route.gateway, route.family),
  ...(route.dev === '' ? {} : { dev: route.dev }),
  ...(route.table === 'main' ? {} : { table: route.table }),
  ...(route.protocol === null || route.protocol === 'boot' ? {} : { protocol: route.protocol }),
  ...(route.scope === 'global' ? {} : { scope: route.scope }),
  ...(route.preferredSource === null ? {} : { prefsrc: route.preferredSource }),
  ...(route.metric === null ? {} : { metric: route.metric }),
  flags: flagsOf(route),
  ...optionsJson(route),
  ...(route.hops.length === 0
    ? {}
    : {
        nexthops: route.hops.map((hop) => ({
          ...gatewayJson(hop.gateway, route.family),
          dev: hop.dev,
          weight: hop.weight,
          flags: flagsOf(hop),
        })),
      }),
})

/** `ip -j route show [table all]`. */
export const routesJson = (state: SimState, isAllTables: boolean): Json[] => {
  if (!isAllTables)
    return allRoutes(state)
      .filter(({ table, family }) => table === 'main' && family === 'inet')
      .map(routeJson)
  const local = [...state.links.values()].flatMap((link) =>
    link.addresses
      .filter(({ family }) => family === 'inet')
      .map(({ address }) => ({
        type: 'local',
        dst: address,
        dev: link.name,
        table: 'local',
        protocol: 'kernel',
        scope: 'host',
        prefsrc: address,
        flags: [],
      })),
  )
  return [...allRoutes(state).map(routeJson), ...local]
}

const gatewayWords = (gateway: string | null, family: SimRoute['family']): string[] =>
  gateway === null ? [] : ['via', ...(family === 'inet' && gateway.includes(':') ? ['inet6'] : []), gateway]

/** In the order of print_route (ip/iproute.c). */
function routeText(route: SimRoute, isAllTables: boolean): string {
  const optionsNamed = (names: readonly string[]): string[] =>
    route.options.filter(([name]) => names.includes(name)).flat()
  const metrics = route.options.filter(([name]) => !APART.has(name)).flat()
  const words = [
    ...(route.type === 'unicast' ? [] : [route.type]),
    route.destination,
    ...(route.tos === null ? [] : ['tos', route.tos]),
    ...gatewayWords(route.gateway, route.family),
    ...(route.dev === '' ? [] : ['dev', route.dev]),
    ...(isAllTables && route.table !== 'main' ? ['table', route.table] : []),
    ...(route.protocol === null || route.protocol === 'boot' ? [] : ['proto', route.protocol]),
    ...(route.scope === 'global' ? [] : ['scope', route.scope]),
    ...(route.preferredSource === null ? [] : ['src', route.preferredSource]),
    ...(route.metric === null ? [] : ['metric', String(route.metric)]),
    ...flagsOf(route),
    ...optionsNamed(['realms']),
    ...metrics,
    ...optionsNamed(['expires']),
    ...(route.family === 'inet6' ? ['pref', route.options.find(([name]) => name === 'pref')?.[1] ?? 'medium'] : []),
  ]
  const hops = route.hops.map((hop) =>
    [
      ...['\tnexthop', ...gatewayWords(hop.gateway, route.family), 'dev', hop.dev, 'weight', String(hop.weight)],
      ...flagsOf(hop),
    ].join(' '),
  )
  return [words.join(' '), ...hops].map((line) => `${line} \n`).join('')
}

/** `ip [-6] route show [table T|all] [to exact DESTINATION]`. */
export const routesText = (state: SimState, isIpv6: boolean, table: string, exact: string | null): string =>
  allRoutes(state)
    .filter((route) => route.family === (isIpv6 ? 'inet6' : 'inet') && (table === 'all' || route.table === table))
    .filter(({ destination }) => exact === null || destination === exact)
    .map((route) => routeText(route, table === 'all'))
    .join('')
