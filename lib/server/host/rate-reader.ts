import 'server-only'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { RawFacts } from '@/lib/core/observe/read-command'
import { parseLinkCounters, parseOvsCounters } from '@/lib/core/rates/counters'
import { LINK_COUNTERS, needsOvsCounters, OVS_COUNTERS, OVS_REFRESH_SECONDS } from '@/lib/core/rates/rate-commands'
import type { RateSample } from '@/lib/core/rates/rate-log'
import { RATE_EVERY_MS, toSample } from '@/lib/core/rates/rate-log'
import { RateMeter } from '@/lib/core/rates/rate-meter'
import type { CommandRunner } from '../ssh/shell'
import type { Clock } from './clock'
import { collect } from './collect'

export type RateReaderDeps = {
  clock: Clock
  /** Shared with the readings: counters get no channel of their own. */
  shell: CommandRunner
  /** The newest reading: is there anything to ask Open vSwitch for? */
  state: () => NetworkState | null
  onSample: (sample: RateSample) => void
}

/** Reads one connection's counters every RATE_EVERY_MS while somebody looks, and not otherwise. */
export class RateReader {
  readonly #deps: RateReaderDeps
  readonly #kernel = new RateMeter()
  readonly #ovs = new RateMeter({ refreshSeconds: OVS_REFRESH_SECONDS })
  #isLookedAt = false
  #isReading = false
  #cancel: (() => void) | null = null

  constructor(deps: RateReaderDeps) {
    this.#deps = deps
  }

  setLookedAt(isLookedAt: boolean): void {
    if (isLookedAt === this.#isLookedAt) return
    this.#isLookedAt = isLookedAt
    this.#cancel?.()
    this.#cancel = null
    if (!isLookedAt) return
    this.#kernel.reset()
    this.#ovs.reset()
    if (!this.#isReading) void this.#read()
  }

  async #read(): Promise<void> {
    const { clock, shell, state, onSample } = this.#deps
    this.#isReading = true
    try {
      const now = state()
      const commands = [LINK_COUNTERS, ...(now !== null && needsOvsCounters(now) ? [OVS_COUNTERS] : [])]
      const sample = this.#measure(await collect(shell, commands))
      if (sample !== null && this.#isLookedAt) onSample(sample)
    } catch {
      // The shell is gone: the session hears of that by itself, and gets a reader of the next connection.
      this.#isLookedAt = false
    }
    this.#isReading = false
    if (this.#isLookedAt) this.#cancel = clock.after(RATE_EVERY_MS, () => void this.#read())
  }

  /** Null: nothing to compare with yet, or counters that cannot be read. */
  #measure(facts: RawFacts): RateSample | null {
    const links = parseLinkCounters(facts[LINK_COUNTERS.id]?.stdout ?? '')
    if (!links.ok) return null
    const { uptimeSeconds, counters } = links.value
    const ovs = parseOvsCounters(facts[OVS_COUNTERS.id]?.stdout ?? '')
    const kernelRates = this.#kernel.take({ uptimeSeconds, counters })
    const ovsRates = ovs.ok ? this.#ovs.take({ uptimeSeconds, counters: ovs.value }) : []
    return kernelRates.length === 0 ? null : toSample(this.#deps.clock.now(), kernelRates, ovsRates)
  }
}
