import type { SimAddress } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'

const rtnetlink = (message: string): Result => failed(2, `RTNETLINK answers: ${message}`)

const parseAddress = (text: string): SimAddress => {
  const [address = '', prefix] = text.split('/')
  const family = address.includes(':') ? 'inet6' : 'inet'
  const bits = prefix === undefined ? (family === 'inet' ? 32 : 128) : Number(prefix)
  const isValid =
    family === 'inet6'
      ? bits >= 0 && bits <= 128
      : /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256) && bits <= 32
  if (!isValid || !Number.isInteger(bits))
    throw new CommandError(1, `Error: any valid prefix is expected rather than "${text}".`)
  return { family, address, prefix: bits, isDynamic: false }
}

/** `ip addr { add | replace | del | flush } ADDRESS dev DEV` (ip-address(8)). */
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
    world.updateLink(dev, { addresses: [] })
    return ok()
  }
  const address = parseAddress(argv.find((word, at) => at !== devAt + 1 && /[.:]/.test(word)) ?? '')
  const same = (other: SimAddress): boolean => other.address === address.address && other.prefix === address.prefix
  const has = link.addresses.some(same)
  if (action === 'add' && has) return rtnetlink('File exists')
  if (action === 'del' && !has) return rtnetlink('Cannot assign requested address')
  const others = link.addresses.filter((other) => !same(other))
  world.updateLink(dev, { addresses: action === 'del' ? others : [...others, address] })
  return ok()
}

/** `ip route { add | replace | del } DESTINATION [via GATEWAY] dev DEV [metric N]`. */
export const changeRoute = (world: World, action: 'add' | 'replace' | 'del', argv: readonly string[]): Result => {
  const valueOf = (key: string): string | null => {
    const at = argv.indexOf(key)
    return at < 0 ? null : (argv[at + 1] ?? null)
  }
  const destination = argv[0] ?? 'default'
  const dev = valueOf('dev') ?? world.state.routes.find((route) => route.destination === destination)?.dev ?? null
  const { routes } = world.state
  const index = routes.findIndex((route) => route.destination === destination && (dev === null || route.dev === dev))
  if (action === 'del') {
    if (index < 0) return rtnetlink('No such process')
    world.state.routes = routes.filter((_, at) => at !== index)
    return ok()
  }
  if (dev === null || world.link(dev) === undefined) return failed(1, `Cannot find device "${dev ?? ''}"`)
  if (world.link(dev)?.isUp !== true) return failed(2, 'Error: Device for nexthop is not up.')
  if (action === 'add' && index >= 0) return rtnetlink('File exists')
  const metric = valueOf('metric')
  const route = {
    destination,
    gateway: valueOf('via'),
    dev,
    metric: metric === null ? null : Number(metric),
    protocol: valueOf('proto'),
  }
  world.state.routes = [...routes.filter((_, at) => at !== index), route]
  const link = world.link(dev)
  if (link !== undefined) world.emit({ kind: 'address', link, text: `${destination} dev ${dev}` })
  return ok()
}
