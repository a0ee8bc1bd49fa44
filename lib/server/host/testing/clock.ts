import type { Clock } from '../clock'

/** Time that tests turn. `advance` runs what falls due, in order, and lets promises settle in between. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000
  readonly #timers = new Set<{ at: number; act: () => void }>()

  now = (): number => this.#now

  after = (ms: number, act: () => void): (() => void) => {
    const timer = { at: this.#now + ms, act }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that wait. */
  get size(): number {
    return this.#timers.size
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at)
      if (next === undefined || next.at > until) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.act()
      await settle()
    }
    this.#now = until
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve()
}
