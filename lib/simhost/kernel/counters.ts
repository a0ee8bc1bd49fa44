import type { SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { trafficBetween } from './traffic'

/** A link's counters since it was made, as the kernel shows them. */
export type LinkCounters = {
  rxBytes: number
  rxPackets: number
  rxErrors: number
  rxDropped: number
  txBytes: number
  txPackets: number
  txErrors: number
  txDropped: number
}

type Ledger = { atMs: number; totals: Map<string, { index: number; counters: LinkCounters }> }

const ledgers = new WeakMap<World, Ledger>()

/** Of a million packets a healthy link drops few; a NIC that has lost its link before has errors too. */
const DROPPED = 3e-6
const ERRORS = 2e-5

/**
 * Counters of every link now. They grow with the machine's clock between two looks, so that nobody pays for what nobody reads;
 * what a link carries now counts for all of the time since the last look.
 */
export const countersNow = (world: World): ReadonlyMap<string, LinkCounters> => {
  const { state } = world
  const { bootedAtMs } = state.system
  const now = world.now()
  const ledger = ledgers.get(world) ?? { atMs: bootedAtMs, totals: new Map() }
  // A reboot, or a clock that was set back: nothing grows.
  const from = Math.min(now, Math.max(ledger.atMs, bootedAtMs))
  const grown = trafficBetween(state, (from - bootedAtMs) / 1000, (now - bootedAtMs) / 1000)
  const totals: Ledger['totals'] = new Map()
  for (const link of state.links.values()) {
    const known = ledger.totals.get(link.name)
    const before = known?.index === link.index ? known.counters : initial(link)
    const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = grown.get(link.name) ?? {}
    const errors = link.linkFailures > 0 ? ERRORS : 0
    totals.set(link.name, {
      index: link.index,
      counters: {
        rxBytes: before.rxBytes + rxBytes,
        rxPackets: before.rxPackets + rxPackets,
        rxErrors: before.rxErrors + rxPackets * errors,
        rxDropped: before.rxDropped + rxPackets * DROPPED,
        txBytes: before.txBytes + txBytes,
        txPackets: before.txPackets + txPackets,
        txErrors: before.txErrors,
        txDropped: before.txDropped + txPackets * DROPPED,
      },
    })
  }
  ledgers.set(world, { atMs: now, totals })
  return new Map([...totals].map(([name, { counters }]) => [name, whole(counters)]))
}

const initial = ({ counters }: SimLink): LinkCounters => ({
  ...counters,
  rxErrors: 0,
  rxDropped: 0,
  txErrors: 0,
  txDropped: 0,
})

const whole = (counters: LinkCounters): LinkCounters => ({
  rxBytes: Math.floor(counters.rxBytes),
  rxPackets: Math.floor(counters.rxPackets),
  rxErrors: Math.floor(counters.rxErrors),
  rxDropped: Math.floor(counters.rxDropped),
  txBytes: Math.floor(counters.txBytes),
  txPackets: Math.floor(counters.txPackets),
  txErrors: Math.floor(counters.txErrors),
  txDropped: Math.floor(counters.txDropped),
})

/** /proc/net/dev (proc_net(5)). */
export const renderProcNetDev = (world: World): string => {
  const rows = [...countersNow(world)].map(([name, c]) => {
    const rx = [c.rxBytes, c.rxPackets, c.rxErrors, c.rxDropped, 0, 0, 0, 0]
    const tx = [c.txBytes, c.txPackets, c.txErrors, c.txDropped, 0, 0, 0, 0]
    const widths = [8, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10]
    const columns = [...rx, ...tx].map((value, at) => String(value).padStart(widths[at] ?? 0))
    return `${name.padStart(6)}: ${columns.join(' ')}\n`
  })
  return `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
${rows.join('')}`
}
