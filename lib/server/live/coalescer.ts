import 'server-only'
import type { Clock } from '../host/clock'

/** Passes on what is marked: the first at once, what follows within `everyMs` together and each once. */
export class Coalescer {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #pass: (ids: ReadonlySet<string>) => void
  #marked = new Set<string>()
  #cancel: (() => void) | null = null

  constructor(clock: Clock, everyMs: number, pass: (ids: ReadonlySet<string>) => void) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#pass = pass
  }

  mark(id: string): void {
    this.#marked.add(id)
    if (this.#cancel === null) this.#flush()
  }

  stop(): void {
    this.#cancel?.()
    this.#marked.clear()
  }

  #flush() {
    const ids = this.#marked
    this.#marked = new Set()
    this.#cancel = this.#clock.after(this.#everyMs, () => {
      this.#cancel = null
      if (this.#marked.size > 0) this.#flush()
    })
    this.#pass(ids)
  }
}
