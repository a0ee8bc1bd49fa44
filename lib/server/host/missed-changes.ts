import type { Clock } from './clock'

/** An event may be slower than the reading that found its change: it comes by another channel, and hosts can be busy. */
const GRACE_MS = 3_000

/** Counts changes that full readings found and no event told of, before or soon after. */
export class MissedChanges {
  readonly #clock: Clock
  #cancel: (() => void) | null = null
  #count = 0
  #lastAtMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get count(): number {
    return this.#count
  }

  /** When the last one was found, Unix milliseconds. */
  get lastAtMs(): number | null {
    return this.#lastAtMs
  }

  /** A full reading found a change that nobody had told. */
  suspect(): void {
    const foundAtMs = this.#clock.now()
    this.#cancel ??= this.#clock.after(GRACE_MS, () => {
      this.#cancel = null
      this.#count += 1
      this.#lastAtMs = foundAtMs
    })
  }

  /** An event came after all, or none can come any more. */
  acquit(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
