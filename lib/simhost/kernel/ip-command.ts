import type { SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { attempt, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { changeAddress } from './ip-address'
import { changeRoute } from './ip-route'
import { countersNow } from './counters'
import { addLink, deleteLink, setLink } from './ip-link'
import { addrJson, linkJson, routeGetJson } from './render-ip'
import { routesJson, routesText } from './render-ip-route'
import { addressText, linkText } from './render-ip-text'

const json = (rows: unknown[]): Result => ok(`${JSON.stringify(rows)}\n`)

type Options = { isIpv6: boolean; isJson: boolean; isOneLine: boolean; isDetailed: boolean; withStats: boolean }

/** Links that `show [dev NAME] [type T] [master M] [up]` selects. */
const select = (world: World, argv: readonly string[]): SimLink[] | Result => {
  const words = [...argv]
  let links = [...world.state.links.values()]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === 'up') links = links.filter(({ isUp }) => isUp)
    else if (word === 'type') {
      const type = words.shift()
      links = links.filter(({ detail }) => detail.kind === type)
    } else if (word === 'master') {
      const master = words.shift()
      links = links.filter((link) => link.master === master)
    } else if (word === 'to') words.shift()
    else {
      const name = word === 'dev' ? (words.shift() ?? '') : word
      links = links.filter((link) => link.name === name)
      if (links.length === 0) return failed(1, `Device "${name}" does not exist.`)
    }
  }
  return links
}

const showLinks = (world: World, argv: readonly string[], options: Options, withAddresses: boolean): Result => {
  const links = select(world, argv)
  if (!Array.isArray(links)) return links
  const toAt = argv.indexOf('to')
  const to = toAt < 0 ? null : (argv[toAt + 1] ?? null)
  const { isOneLine } = options
  if (!options.isJson)
    return ok(
      links
        .map((link) => (withAddresses ? addressText(world, link, isOneLine, to) : linkText(world, link, isOneLine)))
        .join(''),
    )
  const counters = options.withStats ? countersNow(world) : null
  return json(
    links.map((link) =>
      (withAddresses ? addrJson : linkJson)(world.state, link, {
        isDetailed: options.isDetailed,
        counters: counters?.get(link.name),
      }),
    ),
  )
}

const route = (world: World, action: string, argv: readonly string[], { isJson, isIpv6 }: Options): Result => {
  if (action === 'add' || action === 'replace' || action === 'del') return changeRoute(world, action, argv, isIpv6)
  if (action === 'get') {
    const row = routeGetJson(world.state, argv[0] ?? '')
    return row === null ? failed(2, 'RTNETLINK answers: Network is unreachable') : json([row])
  }
  if (isJson) return json(routesJson(world.state, argv.includes('all')))
  const after = (word: string): string | null => (argv.includes(word) ? (argv[argv.indexOf(word) + 1] ?? null) : null)
  return ok(routesText(world.state, isIpv6, after('table') ?? 'main', after('exact')))
}

const link = (world: World, action: string, argv: readonly string[], options: Options): Result => {
  if (action === 'add') return addLink(world, argv)
  if (action === 'set') return setLink(world, argv)
  if (action === 'del' || action === 'delete') return deleteLink(world, argv)
  if (action === 'show' || action === 'list') return showLinks(world, argv, options, false)
  return showLinks(world, [action, ...argv], options, false)
}

const address = (world: World, action: string, argv: readonly string[], options: Options): Result => {
  if (action === 'add' || action === 'replace' || action === 'del' || action === 'flush')
    return changeAddress(world, action, argv)
  if (action === 'show' || action === 'list') return showLinks(world, argv, options, true)
  return showLinks(world, [action, ...argv], options, true)
}

const ADDRESS_WORDS = new Set(['a', 'addr', 'address'])
const LINK_WORDS = new Set(['l', 'link'])
const ROUTE_WORDS = new Set(['r', 'ro', 'route'])

/** ip(8): link, addr and route, changed and shown; the rest answers as an empty table does. */
export const ipCommand = (world: World, argv: readonly string[]): Result =>
  attempt(() => {
    const objectAt = argv.findIndex((word) => !word.startsWith('-'))
    const flags = argv.slice(0, objectAt < 0 ? argv.length : objectAt)
    if (flags.includes('-V')) return ok('ip utility, iproute2-6.1.0, libbpf 1.1.2\n')
    const options = {
      isIpv6: flags.includes('-6'),
      isJson: flags.includes('-j') || flags.includes('-json'),
      isOneLine: flags.includes('-o') || flags.includes('-oneline'),
      isDetailed: flags.includes('-d') || flags.includes('-details'),
      withStats: flags.includes('-s') || flags.includes('-stats'),
    }
    const [object = '', action = 'show', ...rest] = objectAt < 0 ? [] : argv.slice(objectAt)
    if (LINK_WORDS.has(object)) return link(world, action, rest, options)
    if (ADDRESS_WORDS.has(object)) return address(world, action, rest, options)
    if (ROUTE_WORDS.has(object)) return route(world, action, rest, options)
    if (['neigh', 'rule', 'netns', 'n', 'ru'].includes(object)) return options.isJson ? json([]) : ok()
    return failed(255, `Object "${object}" is unknown, try "ip help".`)
  })
