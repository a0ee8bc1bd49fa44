import { AppError } from '../errors'

/** One a tab. Each costs the memory of its queue, and work with every reading of a host. */
const MOST_PER_HOLDER = 8

export type OpenStream = {
  /** Ends it. */
  close: () => void
  /** Whose it is: a session's or a token's own mark. */
  holder: string
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

  /** Gives what to call when the stream has ended by itself. Throws AppError too_many_streams: nothing was added. */
  add(stream: OpenStream): () => void {
    const own = [...this.#streams].filter(({ holder }) => holder === stream.holder).length
    if (own >= MOST_PER_HOLDER) {
      throw new AppError('too_many_streams', {
        message: `${MOST_PER_HOLDER} streams of events are open already, the most for one session or token: close other tabs of this console.`,
        details: { most: MOST_PER_HOLDER },
      })
    }
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
