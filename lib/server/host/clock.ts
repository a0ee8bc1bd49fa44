/** Time as an argument: tests turn their own. */
export type Clock = {
  /** Unix milliseconds. */
  now: () => number
  /** Calls back once after `ms`; gives what cancels that. */
  after: (ms: number, act: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    // Waiting for the next reading is no reason for the process to live.
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/**
 * A sleep that can be ended early. `wake` is remembered: called while nobody sleeps it ends the next sleep at once, so that
 * nothing asked for between two sleeps is overslept.
 */
export class Alarm {
  readonly #clock: Clock
  #isPending = false
  #end: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Sleeps for `ms`, or until woken; null: only until woken. */
  sleep(ms: number | null): Promise<void> {
    if (this.#isPending || (ms !== null && ms <= 0)) {
      this.#isPending = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const cancel = ms === null ? () => undefined : this.#clock.after(ms, () => this.#end?.())
      this.#end = () => {
        this.#end = null
        this.#isPending = false
        cancel()
        resolve()
      }
    })
  }

  wake(): void {
    if (this.#end === null) this.#isPending = true
    else this.#end()
  }
}
