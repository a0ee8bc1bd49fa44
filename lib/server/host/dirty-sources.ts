import type { SourceId } from '@/lib/core/model/network-state'

/** How soon and how often events lead to a reading. */
export type Pace = {
  /** From the first event of a burst to its reading: what belongs together is read together. */
  settleMs: number
  /** From the end of one reading to the next; grows to `longestGapMs` while a storm lasts. */
  gapMs: number
  longestGapMs: number
}

/** Longer settling: the picture lags; shorter: one `ip link add` is read twice. The gap keeps a `virsh start` to two readings. */
export const WATCHED_PACE: Pace = { settleMs: 5, gapMs: 100, longestGapMs: 250 }
/** Nobody looks: true within seconds is enough, and 200 busy hosts must not cost a core. */
export const UNWATCHED_PACE: Pace = { settleMs: 500, gapMs: 5_000, longestGapMs: 5_000 }

/**
 * The sources that events made out of date, and when to read them: after a short settling, and not again before a gap has
 * passed. The end of a burst is always read (trailing edge). Times are arguments, Unix milliseconds.
 */
export class DirtySources {
  readonly #sources = new Set<SourceId>()
  #sinceMs = 0
  #lastReadMs = Number.NEGATIVE_INFINITY
  #stormMs = 0

  get isEmpty(): boolean {
    return this.#sources.size === 0
  }

  mark(source: SourceId, nowMs: number): void {
    if (this.#sources.size === 0) this.#sinceMs = nowMs
    this.#sources.add(source)
  }

  /** When to read; null while nothing is dirty. */
  dueAtMs(pace: Pace): number | null {
    if (this.#sources.size === 0) return null
    const gapMs = Math.min(pace.longestGapMs, pace.gapMs + this.#stormMs)
    return Math.max(this.#sinceMs + pace.settleMs, this.#lastReadMs + gapMs)
  }

  /** What to read now. Events from here on count for the next time. */
  take(): Set<SourceId> {
    const taken = new Set(this.#sources)
    this.#sources.clear()
    return taken
  }

  /** A reading has ended. Readings in a row mean a storm: each adds to the gap, a quiet second ends it. */
  readingEnded(nowMs: number): void {
    this.#stormMs = nowMs - this.#lastReadMs < 1_000 ? this.#stormMs + 50 : 0
    this.#lastReadMs = nowMs
  }
}
