import type { SimAddress, SimLink, SimRoute } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { broadcastOf, networkOf } from './addresses'

const rtnetlink = (message: string): Result => failed(2, `RTNETLINK answers: ${message}`)

const parsePrefix = (text: string): Pick<SimAddress, 'family' | 'address' | 'prefix'> => {
  const [address = '', prefix] = text.split('/')
  const family = address.includes(':') ? 'inet6' : 'inet'
  const bits = prefix === undefined ? (family === 'inet' ? 32 : 128) : Number(prefix)
  const isValid =
    family === 'inet6'
      ? bits >= 0 && bits <= 128
      : /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256) && bits <= 32
  if (!isValid || !Number.isInteger(bits))
    throw new CommandError(1, `Error: any valid prefix is expected rather than "${text}".`)
  return { family, address, prefix: bits }
}

const VALUED = new Set(['dev', 'peer', 'broadcast', 'brd', 'label', 'metric', 'scope', 'valid_lft', 'preferred_lft'])
const FLAGS = new Set(['home', 'mngtmpaddr', 'nodad', 'optimistic', 'noprefixroute', 'autojoin'])

/** Words of `ip addr add`: what has a value by its name, flags, and the address itself. */
function read(argv: readonly string[]): { values: Map<string, string>; flags: string[]; local: string } {
  const values = new Map<string, string>()
  const flags: string[] = []
  let local = ''
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? ''
    if (VALUED.has(word)) {
      at += 1
      values.set(word === 'brd' ? 'broadcast' : word, argv[at] ?? '')
    } else if (FLAGS.has(word)) flags.push(word)
    else if (word === 'local') continue
    else if (local === '' && /[.:]/.test(word)) local = word
    else throw new CommandError(255, `Error: either "local" is duplicate, or "${word}" is a garbage.`)
  }
  return { values, flags, local }
}

const number = (text: string | undefined): number | null =>
  text === undefined || text === 'forever' ? null : Number(text)

function parseAddress(argv: readonly string[]): SimAddress {
  const { values, flags, local } = read(argv)
  const own = parsePrefix(local)
  const peer = values.get('peer')
  const other = peer === undefined ? null : parsePrefix(peer)
  const prefix = other?.prefix ?? own.prefix
  const broadcast = values.get('broadcast')
  const validSeconds = number(values.get('valid_lft'))
  return {
    ...own,
    prefix,
    isDynamic: validSeconds !== null,
    peer: other?.address ?? null,
    broadcast: broadcast === '+' ? broadcastOf(own.address, prefix) : (broadcast ?? null),
    label: values.get('label') ?? null,
    metric: number(values.get('metric')),
    scope: values.get('scope') ?? null,
    flags,
    validSeconds,
    preferredSeconds: number(values.get('preferred_lft')),
  }
}

/** IPv6 knows an address by itself, IPv4 by its network and its peer too. */
const isSame = (a: SimAddress, b: SimAddress): boolean =>
  a.address === b.address && (a.family === 'inet6' || (a.prefix === b.prefix && (a.peer ?? null) === (b.peer ?? null)))

/** `ip addr { add | replace | change | del | flush } ADDRESS dev DEV` (ip-address(8)). */
export const changeAddress = (
  world: World,
  action: 'add' | 'replace' | 'del' | 'flush',
  argv: readonly string[],
): Result => {
  const devAt = argv.indexOf('dev')
  const dev = argv[devAt + 1] ?? ''
  if (devAt < 0) return failed(255, 'Not enough information: "dev" argument is required.')
  const link = world.link(dev)
  if (link === undefined) return failed(1, `Cannot find device "${dev}"`)
  if (action === 'flush') {
    for (const address of link.addresses) lose(world, link.name, address)
    return ok()
  }
  const address = parseAddress(argv)
  const held = link.addresses.find((other) => isSame(address, other))
  if (action === 'add' && held !== undefined) return rtnetlink('File exists')
  if (action === 'del') {
    if (held === undefined) return rtnetlink('Cannot assign requested address')
    lose(world, dev, held)
    return ok()
  }
  world.updateLink(dev, { addresses: held === undefined ? withNew(link, address) : withChanged(link, held, address) })
  return ok()
}

/** IPv4 in the order in which they came, then IPv6 with the newest first. */
const withNew = ({ addresses }: SimLink, address: SimAddress): SimAddress[] => {
  const of = (name: SimAddress['family']): SimAddress[] => addresses.filter(({ family }) => family === name)
  return [...of('inet'), address, ...of('inet6')]
}

/** Lifetimes, metric and flags; label, broadcast and peer stay as they are. */
const withChanged = ({ addresses }: SimLink, held: SimAddress, wanted: SimAddress): SimAddress[] => {
  const { isDynamic, validSeconds, preferredSeconds, metric, flags } = wanted
  return addresses.map((each) =>
    each === held ? { ...held, isDynamic, validSeconds, preferredSeconds, metric, flags } : each,
  )
}

/** IPv4 addresses with a mask and a network in common; of a point-to-point address the peer's. */
const sameNetwork = (a: SimAddress, b: SimAddress): boolean =>
  a.family === 'inet' &&
  b.family === 'inet' &&
  a.prefix === b.prefix &&
  networkOf(a.peer ?? a.address, a.prefix) === networkOf(b.peer ?? b.address, b.prefix)

/** With the first address of a network go the others: promote_secondaries is 0, as the kernel has it by itself. */
function lose(world: World, dev: string, address: SimAddress): void {
  const [first, ...secondary] = world.link(dev)?.addresses.filter((other) => sameNetwork(address, other)) ?? []
  if (first === address) for (const other of secondary) loseOne(world, dev, other)
  loseOne(world, dev, address)
}

/** With an address go the IPv4 routes that have it as their source, and with the last of a link all that go by it. */
function loseOne(world: World, dev: string, address: SimAddress): void {
  const link = world.link(dev)
  if (link === undefined) return
  const addresses = link.addresses.filter((other) => other !== address)
  world.updateLink(dev, { addresses })
  const isElsewhere = [...world.state.links.values()].some((each) =>
    each.addresses.some((other) => other.address === address.address),
  )
  const isLast = address.family === 'inet' && !addresses.some(({ family }) => family === 'inet')
  const goesBy = (route: SimRoute): boolean => [route.dev, ...route.hops.map((hop) => hop.dev)].includes(dev)
  const hasSource = (route: SimRoute): boolean => !isElsewhere && route.preferredSource === address.address
  world.state.routes = world.state.routes
    .filter((route) => route.family === 'inet6' || !((isLast && goesBy(route)) || hasSource(route)))
    .map((route) => (hasSource(route) ? { ...route, preferredSource: null } : route))
}
