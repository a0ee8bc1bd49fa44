import type { SimHost } from './sim-host'

/**
 * Random changes at a steady rate: what a busy fleet looks like to a console. Seeded by the host's name, so that a run can be
 * repeated; what it makes is named "chaos…" and kept to a handful, so that a host does not grow. The management NIC is spared.
 */
const MOST = 8

/** mulberry32: small, fast, good enough to spread. */
const randomOf = (text: string): (() => number) => {
  let seed = [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5)
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    const a = Math.imul(seed ^ (seed >>> 15), seed | 1)
    const b = a ^ (a + Math.imul(a ^ (a >>> 7), a | 61))
    return ((b ^ (b >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Dice = { below: (count: number) => number; name: () => string }

const hasLink = ({ machine }: SimHost, name: string): boolean => machine.state.links.has(name)

/** A link that comes, changes and goes. */
const changeLink = (host: SimHost, { below, name }: Dice): string[] => {
  const link = name()
  if (!hasLink(host, link)) return ['ip', 'link', 'add', link, 'type', 'dummy']
  const changes = [['up'], ['down'], ['mtu', String(1400 + below(100))], ['alias', `chaos ${below(1000)}`]]
  return below(4) === 0 ? ['ip', 'link', 'del', link] : ['ip', 'link', 'set', link, ...(changes[below(4)] ?? ['up'])]
}

/** An internal port of the first OVS bridge, with ever another VLAN. */
const changePort = (host: SimHost, { below, name }: Dice): string[] => {
  const bridge = host.run(['ovs-vsctl', 'list-br']).stdout.split('\n')[0] ?? ''
  if (bridge === '') return changeLink(host, { below, name })
  const port = `${name()}p`
  const tag = `tag=${1 + below(4094)}`
  if (!hasLink(host, port))
    return ['ovs-vsctl', 'add-port', bridge, port, tag, '--', 'set', 'Interface', port, 'type=internal']
  return below(3) === 0 ? ['ovs-vsctl', 'del-port', bridge, port] : ['ovs-vsctl', 'set', 'Port', port, tag]
}

/** Does one random change. */
const changeOnce = (host: SimHost, random: () => number): void => {
  const below = (count: number): number => Math.floor(random() * count)
  const dice: Dice = { below, name: () => `chaos${below(MOST)}` }
  const argv = (below(2) === 0 ? changeLink : changePort)(host, dice)
  host.run(argv)
}

/** Starts changing; `perSecond` may be a fraction. Returns its end. */
export const startChaos = (host: SimHost, perSecond: number): (() => void) => {
  if (!(perSecond > 0)) return () => undefined
  const random = randomOf(host.name)
  const everyMs = 1000 / perSecond
  let timer: ReturnType<typeof setTimeout>
  const next = (ms: number): void => {
    timer = setTimeout(() => {
      changeOnce(host, random)
      next(everyMs)
    }, ms)
    timer.unref()
  }
  // Hosts that start together do not change together.
  next(everyMs * random())
  return () => clearTimeout(timer)
}

const STORM_PER_TURN = 50

/** Creates and removes `links` links as fast as the process allows, giving way to everything else in between. */
export const storm = async (host: SimHost, links: number): Promise<void> => {
  for (let at = 0; at < links; at += 1) {
    host.run(['ip', 'link', 'add', `storm${at}`, 'type', 'dummy'])
    host.run(['ip', 'link', 'set', `storm${at}`, 'up'])
    host.run(['ip', 'link', 'del', `storm${at}`])
    if (at % STORM_PER_TURN === STORM_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve))
  }
}
