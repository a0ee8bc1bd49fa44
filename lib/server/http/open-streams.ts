export type OpenStream = {
  /** Ends it. */
  close: () => void
  /** Ends it where its client may no longer see it. Never rejects. */
  check: () => Promise<void>
}

/**
 * Answers that never end by themselves. Next waits for every open answer before it exits, so a stopping console ends them
 * first.
 */
export class OpenStreams {
  readonly #streams = new Set<OpenStream>()

  get size(): number {
    return this.#streams.size
  }

  /** Gives what to call when the stream has ended by itself. */
  add(stream: OpenStream): () => void {
    this.#streams.add(stream)
    return () => void this.#streams.delete(stream)
  }

  /** Somebody may have signed out, or lost a role or a token. Resolves when each stream has been looked at. */
  async checkAll(): Promise<void> {
    await Promise.all([...this.#streams].map((stream) => stream.check()))
  }

  closeAll(): void {
    const streams = [...this.#streams]
    this.#streams.clear()
    for (const { close } of streams) close()
  }
}
