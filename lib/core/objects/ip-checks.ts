/* What `ip` prints of links, addresses and routes: how a host tells whether they are as they were. */
import type { IpAddress, Link, Route } from '../model/link'
import { linksOfRoute, localOf } from '../observe/routes'
import type { Check } from './check'
import { check, has, hasNot } from './check'
import { describeRoute, pair, via } from './ip-text'
import { keptAddresses } from './link-facts'

/**
 * A route is there with all that it was set with; or no such route is. Asked by prefix, so that a link that has gone is no error,
 * and in all tables where it is in one that is gone with its last route.
 */
export function routeChecks(route: Route, isThere: boolean): Check[] {
  if (linksOfRoute(route).length === 0) return []
  const { family, destination, table } = route
  const argv = [
    ...['ip', ...(family === 'inet6' ? ['-6'] : []), 'route', 'show', 'table', table === 'main' ? 'main' : 'all'],
    ...['to', 'exact', destination],
  ]
  const claim = `there is ${isThere ? 'a' : 'no'} route ${describeRoute(route)}`
  const one = (text: string): Check => check(claim, argv, isThere ? has(text) : hasNot(text))
  const line = `${headOf(route).join(' ')} `
  const hops = hopTexts(route)
  // Another route with several ways may begin alike.
  if (!isThere) return [one(hops.length === 0 ? line : hops.join('\n\t'))]
  return [line, ...hops, ...optionTexts(route)].map(one)
}

/** The beginning of the line in the order of print_route (ip/iproute.c), as far as nothing passing stands within. */
const headOf = (route: Route): string[] => [
  ...(route.type === 'unicast' ? [] : [route.type]),
  route.destination,
  ...pair('from', route.from),
  ...pair('tos', route.tos),
  ...via(route, route.family),
  ...pair('dev', route.link),
  ...(route.table === 'main' ? [] : ['table', route.table]),
  ...(route.protocol === 'boot' ? [] : pair('proto', route.protocol)),
  ...(route.scope === 'global' ? [] : pair('scope', route.scope)),
  ...pair('src', route.preferredSource),
  ...pair('metric', route.metric),
  ...(route.isOnlink ? ['onlink'] : []),
]

const hopTexts = ({ hops, family }: Route): string[] =>
  hops.map(({ gateway, link, weight, isOnlink }) =>
    [
      ...['nexthop', ...via({ gateway }, family), ...pair('dev', link), 'weight', String(weight)],
      ...[...(isOnlink ? ['onlink'] : []), ''],
    ].join(' '),
  )

/** A metric that is locked is printed as "mtu lock 1400", in the text alone: such a route is not known again, and left alone. */
function optionTexts({ options }: Route): string[] {
  return options.flatMap((word, index) => {
    const value = index % 2 === 0 ? options[index + 1] : undefined
    // Times are printed in other units than they are read in.
    return value === undefined || /^(rtt|rttvar|rto_min)$/.test(word) ? [] : [` ${word} ${value}`]
  })
}

/** A link has an address, with all that it was set with; or it has not. */
function addressChecks(link: string, address: IpAddress, isThere: boolean): Check[] {
  const { cidr, peer, metric, broadcast, options } = address
  const text = `${cidr}${peer === null ? '' : ` peer ${peer}`}`
  const argv = ['ip', '-o', 'addr', 'show', 'dev', link]
  if (!isThere) return [check(`${link} has no ${text}`, argv, hasNot(...asShown(address, [])))]
  const claim = `${link} has ${text}`
  const own = ['ip', '-o', 'addr', 'show', 'dev', link, 'to', localOf(address)]
  const flags = options.filter((word) => word === 'noprefixroute' || word === 'home' || word === 'mngtmpaddr')
  return [
    check(claim, argv, has(...asShown(address, [...pair('metric', metric), ...pair('brd', broadcast)]))),
    ...flags.map((flag) => check(`${claim}, ${flag}`, own, has(` ${flag} `))),
  ]
}

/** As iproute2 prints it: some versions without the length where it is the whole address. */
function asShown({ cidr, peer }: IpAddress, rest: readonly string[]): string[] {
  const bare = (text: string): string => text.replace(/\/(32|128)$/, '')
  const heads =
    peer === null
      ? [cidr, bare(cidr)]
      : [`${localOf({ cidr })} peer ${peer}`, `${localOf({ cidr })} peer ${bare(peer)}`]
  return [...new Set(heads)].map((head) => ` ${[head, ...rest].join(' ')} `)
}

/** A link is up or down, in the bridge or bond that it should be in, and has its addresses and none of those of the other side. */
export function linkChecks(link: Link, otherSide: Link | null, inOvs: ReadonlySet<string>): Check[] {
  const { name, isUp, master } = link
  const show = ['ip', '-o', 'link', 'show', 'dev', name]
  const up = [',UP,', ',UP>', '<UP,', '<UP>']
  const identity = ({ cidr, peer }: IpAddress): string => `${cidr} ${peer ?? ''}`
  const kept = new Set(keptAddresses(link).map(identity))
  const gone = (otherSide === null ? [] : keptAddresses(otherSide)).filter((address) => !kept.has(identity(address)))
  const isOvs = master === 'ovs-system' || (master === null && inOvs.has(name))
  return [
    check(`${name} is ${isUp ? 'up' : 'down'}`, show, (isUp ? has : hasNot)(...up)),
    ...(isOvs
      ? []
      : [
          master === null
            ? check(`${name} has no master`, show, hasNot(' master '))
            : check(`${name} is a port of ${master}`, show, has(` master ${master} `)),
        ]),
    ...keptAddresses(link).flatMap((address) => addressChecks(name, address, true)),
    ...gone.flatMap((address) => addressChecks(name, address, false)),
  ]
}
