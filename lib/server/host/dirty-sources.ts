import type { SourceId } from '@/lib/core/model/network-state'

/** How soon and how often events lead to a reading. */
export type Pace = {
  /** From the first event about a source to its reading: what belongs together is read together. */
  settleMs: number
  /** From the end of one reading to the next; grows to `longestGapMs` while a storm lasts. */
  gapMs: number
  longestGapMs: number
  /** Whose readings the gap is between: those of one source, so that none waits for another's, or all of a host. */
  gapWithin: 'source' | 'host'
}

/** Longer settling: the picture lags; shorter: one `ip link add` is read twice. The gap keeps a `virsh start` to two readings. */
export const WATCHED_PACE: Pace = { settleMs: 5, gapMs: 100, longestGapMs: 250, gapWithin: 'source' }
/** Nobody looks: true within seconds is enough, and 200 busy hosts must not cost a core. */
export const UNWATCHED_PACE: Pace = { settleMs: 500, gapMs: 5_000, longestGapMs: 5_000, gapWithin: 'host' }

type Ended = { atMs: number; stormMs: number }

/**
 * The sources that events made out of date, and when to read them: after a short settling, and not again before a gap has
 * passed. The end of a burst is always read (trailing edge). Times are arguments, Unix milliseconds.
 */
export class DirtySources {
  /** When each was first told of since it was last taken. */
  readonly #sinceMs = new Map<SourceId, number>()
  readonly #ended = new Map<SourceId, Ended>()

  get isEmpty(): boolean {
    return this.#sinceMs.size === 0
  }

  mark(source: SourceId, nowMs: number): void {
    if (!this.#sinceMs.has(source)) this.#sinceMs.set(source, nowMs)
  }

  /** When to read; null while nothing is dirty. */
  dueAtMs(pace: Pace): number | null {
    if (this.isEmpty) return null
    const due = [...this.#sinceMs].map(([source, sinceMs]) =>
      Math.max(sinceMs + pace.settleMs, this.#gapEndsAtMs(source, pace)),
    )
    return Math.min(...due)
  }

  /** What to read now: all whose gap is over. Events from here on count for the next time. */
  take(pace: Pace, nowMs: number): Set<SourceId> {
    const taken = [...this.#sinceMs.keys()].filter((source) => this.#gapEndsAtMs(source, pace) <= nowMs)
    for (const source of taken) this.#sinceMs.delete(source)
    return new Set(taken)
  }

  /** Everything is about to be read. */
  takeAll(): Set<SourceId> {
    const taken = new Set(this.#sinceMs.keys())
    this.#sinceMs.clear()
    return taken
  }

  /** A reading of these has ended. Readings in a row mean a storm: each adds to the gap, a quiet second ends it. */
  readingEnded(sources: ReadonlySet<SourceId>, nowMs: number): void {
    for (const source of sources) {
      const last = this.#ended.get(source)
      const isStorm = last !== undefined && nowMs - last.atMs < 1_000
      this.#ended.set(source, { atMs: nowMs, stormMs: isStorm ? last.stormMs + 50 : 0 })
    }
  }

  #gapEndsAtMs(source: SourceId, { gapMs, longestGapMs, gapWithin }: Pace): number {
    const ended = gapWithin === 'source' ? [this.#ended.get(source)] : [...this.#ended.values()]
    return Math.max(
      ...ended.map((last) =>
        last === undefined ? Number.NEGATIVE_INFINITY : last.atMs + Math.min(longestGapMs, gapMs + last.stormMs),
      ),
    )
  }
}
