/**
 * Answers that never end by themselves. Next waits for every open answer before it exits, so a stopping console ends them
 * first.
 */
export class OpenStreams {
  readonly #closers = new Set<() => void>()

  get size(): number {
    return this.#closers.size
  }

  /** `close` ends the stream. Gives what to call when the stream has ended by itself. */
  add(close: () => void): () => void {
    this.#closers.add(close)
    return () => void this.#closers.delete(close)
  }

  closeAll(): void {
    const closers = [...this.#closers]
    this.#closers.clear()
    for (const close of closers) close()
  }
}
