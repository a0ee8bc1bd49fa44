import 'server-only'

/** A client of a feed. Both are called in the order of events, and neither may throw. */
export type Subscriber = {
  send: (chunk: Uint8Array) => void
  /** The feed has ended: its host is gone. */
  end: () => void
}

/** What a stream of events is made from. */
export type Feed = {
  /** From now on the subscriber is told all that comes. Gives what ends that (idempotent). */
  subscribe: (subscriber: Subscriber) => () => void
  /** The events that bring a client to now: one that had everything up to `lastEventId`, or (null) one that has nothing. */
  opening: (lastEventId: string | null) => readonly Uint8Array[]
}

/** Tells all subscribers the same bytes. */
export class Broadcast {
  readonly #subscribers = new Set<Subscriber>()

  get size(): number {
    return this.#subscribers.size
  }

  add(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => void this.#subscribers.delete(subscriber)
  }

  send(chunk: Uint8Array): void {
    for (const subscriber of this.#subscribers) subscriber.send(chunk)
  }

  end(): void {
    for (const subscriber of [...this.#subscribers]) subscriber.end()
    this.#subscribers.clear()
  }
}
