import type { PortRate } from './rate-meter'

/** Rates of one moment, Unix milliseconds. Idle ports are left out: absent means zero. */
export type RateSample = { atMs: number; ports: readonly PortRate[] }
/** What a line is drawn from: name, bits received and bits sent per second. Pairs, as a host's names are no property names. */
type PastPort = [name: string, rxBps: number, txBps: number]
export type PastSample = { atMs: number; ports: PastPort[] }

/** Between two samples. Shorter: the host is asked more for a finer line; longer: the line is late. */
export const RATE_EVERY_MS = 2_000
/** How far back a line goes. */
export const RATE_SPAN_MS = 5 * 60_000
/** Between the points that a newcomer is sent: a line of 120 pixels shows no more. */
const THIN_MS = 10_000

const isIdle = ({ rx, tx }: PortRate) =>
  [rx, tx].every(({ bps, pps, errors, drops }) => bps === 0 && pps === 0 && errors === 0 && drops === 0)

/** A sample of the ports that carry something. Kernel counters stand before those of Open vSwitch where both have a name. */
export function toSample(atMs: number, kernel: readonly PortRate[], ovs: readonly PortRate[]): RateSample {
  const known = new Set(kernel.map(({ name }) => name))
  return { atMs, ports: [...kernel, ...ovs.filter(({ name }) => !known.has(name))].filter((port) => !isIdle(port)) }
}

/** The log with one more sample, and without what is older than the span. */
export function appendSample(log: readonly PastSample[], { atMs, ports }: RateSample): PastSample[] {
  const past = ports.map(({ name, rx, tx }): PastPort => [name, rx.bps, tx.bps])
  return [
    ...log.filter((before) => before.atMs > atMs - RATE_SPAN_MS && before.atMs < atMs),
    { atMs, ports: past.filter(([, rxBps, txBps]) => rxBps > 0 || txBps > 0) },
  ]
}

/** The same log in fewer points, each the mean of the samples within ten seconds. */
export function thinLog(log: readonly PastSample[]): PastSample[] {
  const groups = new Map<number, PastSample[]>()
  for (const sample of log) {
    const slot = Math.floor(sample.atMs / THIN_MS)
    const group = groups.get(slot)
    if (group) group.push(sample)
    else groups.set(slot, [sample])
  }
  return [...groups.values()].map(meanOf)
}

function meanOf(group: readonly PastSample[]): PastSample {
  const sums = new Map<string, PastPort>()
  for (const [name, rxBps, txBps] of group.flatMap(({ ports }) => ports)) {
    const [, rx, tx] = sums.get(name) ?? [name, 0, 0]
    sums.set(name, [name, rx + rxBps, tx + txBps])
  }
  const mean = (sum: number) => Math.round(sum / group.length)
  return {
    atMs: group.at(-1)?.atMs ?? 0,
    ports: [...sums.values()].map(([name, rx, tx]): PastPort => [name, mean(rx), mean(tx)]),
  }
}

export type RatePoint = { atMs: number; rxBps: number; txBps: number }

/** One line: the sum over `names` (an Open vSwitch bond is as much as its interfaces). */
export function pointsOf(log: readonly PastSample[], names: readonly string[]): RatePoint[] {
  return log.map(({ atMs, ports }) => {
    const mine = ports.filter(([name]) => names.includes(name))
    return { atMs, rxBps: total(mine.map(([, rx]) => rx)), txBps: total(mine.map(([, , tx]) => tx)) }
  })
}

/** The rates of some ports together; zeros where none of them carries anything. */
export function sumRates(ports: readonly PortRate[], names: readonly string[]): Pick<PortRate, 'rx' | 'tx'> {
  const mine = ports.filter(({ name }) => names.includes(name))
  const sum = (direction: 'rx' | 'tx') => ({
    bps: total(mine.map((port) => port[direction].bps)),
    pps: total(mine.map((port) => port[direction].pps)),
    errors: total(mine.map((port) => port[direction].errors)),
    drops: total(mine.map((port) => port[direction].drops)),
  })
  return { rx: sum('rx'), tx: sum('tx') }
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
