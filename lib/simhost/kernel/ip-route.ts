import { overlaps, parseCidr } from '../../core/address/cidr'
import type { SimHop, SimRoute } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { newRoute } from './addresses'

const TYPES = new Set(['unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw'])
const OPTIONS = new Set([
  ...['mtu', 'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd', 'initrwnd'],
  ...['rto_min', 'quickack', 'features', 'congctl', 'realms', 'pref', 'expires', 'fastopen_no_cookie'],
])

type Words = { route: SimRoute; given: ReadonlySet<string> }

/** `[TYPE] DESTINATION [via GATEWAY] [dev DEV] …` with what was named. */
function read(argv: readonly string[], isIpv6: boolean): Words {
  const words = [...argv]
  const next = (): string => words.shift() ?? ''
  const type = TYPES.has(words[0] ?? '') ? next() : 'unicast'
  const destination = next() || 'default'
  const values = new Map<string, string>()
  const options: [string, string][] = []
  const hops: SimHop[] = []
  let isOnlink = false
  const gateway = (): string => {
    const word = next()
    return word === 'inet6' || word === 'inet' ? next() : word
  }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === 'onlink') isOnlink = true
    else if (word === 'via') values.set('via', gateway())
    else if (OPTIONS.has(word)) options.push([word, next()])
    else if (word === 'nexthop') {
      const hop = { gateway: null as string | null, dev: '', weight: 1, isOnlink: false }
      while (words.length > 0 && words[0] !== 'nexthop') {
        const key = next()
        if (key === 'via') hop.gateway = gateway()
        else if (key === 'dev') hop.dev = next()
        else if (key === 'weight') hop.weight = Number(next())
        else if (key === 'onlink') hop.isOnlink = true
      }
      hops.push(hop)
    } else if (['dev', 'metric', 'proto', 'src', 'table', 'scope', 'tos'].includes(word)) values.set(word, next())
    else throw new CommandError(255, `Error: either "to" is duplicate, or "${word}" is a garbage.`)
  }
  const family = isIpv6 || destination.includes(':') ? 'inet6' : 'inet'
  const metric = values.get('metric')
  const isDirect = type === 'unicast' && !values.has('via') && hops.length === 0
  const route = newRoute({
    family,
    type,
    destination: destination.replace(family === 'inet' ? /\/32$/ : /\/128$/, ''),
    dev: values.get('dev') ?? '',
    tos: values.get('tos') ?? null,
    table: values.get('table') ?? (type === 'local' || type === 'broadcast' ? 'local' : 'main'),
    gateway: values.get('via') ?? null,
    metric: metric === undefined ? (family === 'inet6' ? 1024 : null) : Number(metric),
    protocol: values.get('proto') ?? null,
    scope:
      family === 'inet6'
        ? 'global'
        : (values.get('scope') ?? (type === 'local' ? 'host' : isDirect || type === 'broadcast' ? 'link' : 'global')),
    preferredSource: values.get('src') ?? null,
    isOnlink,
    options,
    hops,
  })
  return { route, given: new Set(values.keys()) }
}

/** What the kernel tells routes apart by; a write replaces the first of them. */
const keyOf = ({ family, table, destination, tos, metric }: SimRoute): string =>
  JSON.stringify([family, table, destination, tos, metric])

/** `ip [-6] route { add | replace | del } …` (ip-route(8)). */
export const changeRoute = (
  world: World,
  action: 'add' | 'replace' | 'del',
  argv: readonly string[],
  isIpv6: boolean,
): Result => {
  const { route, given } = read(argv, isIpv6)
  const { routes } = world.state
  if (action === 'del') {
    const index = routes.findIndex((other) => isMeant(route, given, other))
    if (index < 0) return failed(2, 'RTNETLINK answers: No such process')
    world.state.routes = routes.filter((_, at) => at !== index)
    return ok()
  }
  const named =
    route.dev === '' && route.gateway !== null
      ? routes.find((other) => other.destination === route.destination)
      : undefined
  const wanted = { ...route, dev: route.dev === '' ? (named?.dev ?? '') : route.dev }
  const wrong = whyNot(world, wanted)
  if (wrong !== null) return wrong
  const index = routes.findIndex((other) => keyOf(other) === keyOf(wanted))
  if (action === 'add' && index >= 0) return failed(2, 'RTNETLINK answers: File exists')
  world.state.routes = index < 0 ? [...routes, wanted] : routes.map((other, at) => (at === index ? wanted : other))
  const link = world.link(wanted.dev)
  if (link !== undefined) world.emit({ kind: 'address', link, text: `${wanted.destination} dev ${wanted.dev}` })
  return ok()
}

const isMeant = (wanted: SimRoute, given: ReadonlySet<string>, other: SimRoute): boolean =>
  other.family === wanted.family &&
  other.destination === wanted.destination &&
  other.table === wanted.table &&
  other.tos === wanted.tos &&
  (!given.has('dev') || other.dev === wanted.dev) &&
  (!given.has('via') || other.gateway === wanted.gateway) &&
  (!given.has('metric') || other.metric === wanted.metric) &&
  (!given.has('proto') || other.protocol === wanted.protocol) &&
  (!given.has('src') || other.preferredSource === wanted.preferredSource)

function whyNot(
  world: World,
  { family, type, dev, gateway, isOnlink, hops, preferredSource }: SimRoute,
): Result | null {
  if (dev === '' && hops.length === 0) return type === 'unicast' ? failed(1, 'Cannot find device ""') : null
  const ways = hops.length > 0 ? hops : [{ dev, gateway, isOnlink }]
  for (const way of ways) {
    const link = world.link(way.dev)
    if (link === undefined) return failed(1, `Cannot find device "${way.dev}"`)
    if (!link.isUp) return failed(2, 'Error: Device for nexthop is not up.')
    if (way.gateway !== null && !way.isOnlink && !isReached(world, way.dev, way.gateway))
      return failed(2, 'Error: Nexthop has invalid gateway.')
  }
  const isHeld =
    preferredSource === null ||
    [...world.state.links.values()].some(({ addresses }) =>
      addresses.some(({ address }) => address === preferredSource),
    )
  return isHeld
    ? null
    : failed(2, family === 'inet' ? 'Error: Invalid prefsrc address.' : 'Error: Invalid source address.')
}

/** A gateway must be on the link: in the network of an address or its peer, or at the end of a route without gateway. */
function isReached(world: World, dev: string, gateway: string): boolean {
  if (/^fe[89ab][0-9a-f]:/.test(gateway)) return true
  const bits = gateway.includes(':') ? 128 : 32
  const zero = bits === 32 ? '0.0.0.0/0' : '::/0'
  const at = parseCidr(`${gateway}/${bits}`)
  const addresses = world.link(dev)?.addresses ?? []
  const nets = [
    ...addresses.map(({ address, peer, prefix }) => `${peer ?? address}/${prefix}`),
    ...world.state.routes
      .filter((route) => route.dev === dev && route.gateway === null)
      .map(({ destination }) =>
        destination === 'default' ? zero : destination.includes('/') ? destination : `${destination}/${bits}`,
      ),
  ]
  return nets.some((net) => {
    const prefix = parseCidr(net)
    return at !== null && prefix !== null && overlaps(prefix, at)
  })
}
