import type { LinkCounters } from '../parse/proc-net-dev'
import type { CounterSample } from './counters'

/** One direction of a port, per second. */
export type Flow = { bps: number; pps: number; errors: number; drops: number }
/** A port's rates as its host counts them: `rx` came into the device, `tx` left by it. Whose in and out that is: see words.ts. */
export type PortRate = { name: string; rx: Flow; tx: Flow }

type Seen = { uptimeSeconds: number; counters: LinkCounters; rate: PortRate | null }

/**
 * Counters in, rates out. Remembers each port's last counters; a port that is new, made anew, or whose counters were reset has
 * no rate until the next time. `refreshSeconds`: how often the counters are written; equal counters within that say nothing, so
 * the rate before stands.
 */
export class RateMeter {
  #seen = new Map<string, Seen>()
  readonly #refreshSeconds: number

  constructor({ refreshSeconds = 0 } = {}) {
    this.#refreshSeconds = refreshSeconds
  }

  /** Rates of all ports since each was last seen. Forgets ports that are gone, and everything where the host has rebooted. */
  take({ uptimeSeconds, counters }: CounterSample): PortRate[] {
    const before = this.#seen
    this.#seen = new Map(
      counters.map((now) => [now.link, this.#see(before.get(now.link), { uptimeSeconds, counters: now })]),
    )
    return [...this.#seen.values()].flatMap(({ rate }) => (rate === null ? [] : [rate]))
  }

  /** The next counters are the first: a mean over a time that nobody watched is no rate of now. */
  reset(): void {
    this.#seen.clear()
  }

  #see(last: Seen | undefined, now: Omit<Seen, 'rate'>): Seen {
    if (last === undefined) return { ...now, rate: null }
    const seconds = now.uptimeSeconds - last.uptimeSeconds
    if (seconds <= 0) return { ...now, rate: null }
    const isUnwritten = seconds < this.#refreshSeconds && isSame(last.counters, now.counters)
    return isUnwritten ? last : { ...now, rate: rateBetween(last.counters, now.counters, seconds) }
  }
}

const WRAP = 2 ** 32

/**
 * How far a counter went. Some drivers count in 32 bits: near the end a smaller value is a wrap. Any other smaller value is
 * another device of that name, or a reset: null.
 */
export function counterStep(before: number, after: number): number | null {
  if (after >= before) return after - before
  const wrapped = after + WRAP - before
  return before < WRAP && wrapped < WRAP / 4 ? wrapped : null
}

/** Null where a counter was reset in between. */
function rateBetween(before: LinkCounters, after: LinkCounters, seconds: number): PortRate | null {
  const perSecond = (key: Exclude<keyof LinkCounters, 'link'>): number | null => {
    const step = counterStep(before[key], after[key])
    return step === null ? null : step / seconds
  }
  const rx = flow(perSecond('rxBytes'), perSecond('rxPackets'), perSecond('rxErrors'), perSecond('rxDropped'))
  const tx = flow(perSecond('txBytes'), perSecond('txPackets'), perSecond('txErrors'), perSecond('txDropped'))
  return rx === null || tx === null ? null : { name: after.link, rx, tx }
}

function flow(bytes: number | null, pps: number | null, errors: number | null, drops: number | null): Flow | null {
  if (bytes === null || pps === null || errors === null || drops === null) return null
  return { bps: Math.round(bytes * 8), pps: tenths(pps), errors: tenths(errors), drops: tenths(drops) }
}

/** Small rates of errors matter: not to whole numbers. */
const tenths = (value: number) => Math.round(value * 10) / 10

function isSame(a: LinkCounters, b: LinkCounters): boolean {
  return (
    a.rxBytes === b.rxBytes && a.txBytes === b.txBytes && a.rxPackets === b.rxPackets && a.txPackets === b.txPackets
  )
}
