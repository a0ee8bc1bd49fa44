import { AppError } from '../errors'

/** Who wants a password hashed: somebody the console has let in before, or anybody at all. */
export type HashRank = 'known' | 'stranger'

/** Each costs a core for some 30 ms and one of libuv's four threads, which files and names need too. */
const AT_ONCE = 2
/** Longer: whoever comes last waits for seconds. Shorter: ten colleagues in the morning are refused. */
const MOST_WAITING: Record<HashRank, number> = { known: 64, stranger: 16 }
const RETRY_AFTER_SECONDS = 5

/** Password hashes, two at a time, whoever is known first: a flood of guesses leaves the console to its users. */
export class HashQueue {
  readonly #waiting: Record<HashRank, (() => void)[]> = { known: [], stranger: [] }
  #running = 0

  /** Throws AppError console_busy with details.retryAfterSeconds where too many wait already; nothing is hashed then. */
  async run<T>(rank: HashRank, work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await this.#wait(rank)
    else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.known.shift() ?? this.#waiting.stranger.shift()
      // The place is handed on, so that nobody who comes now takes it first.
      if (next) next()
      else this.#running -= 1
    }
  }

  #wait(rank: HashRank): Promise<void> {
    const waiting = this.#waiting[rank]
    if (waiting.length >= MOST_WAITING[rank]) throw busy()
    return new Promise((resolve) => waiting.push(resolve))
  }
}

const busy = () =>
  new AppError('console_busy', {
    message: `Too many people sign in just now, or somebody guesses passwords: try again in ${RETRY_AFTER_SECONDS} s.`,
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  })

/** Next bundles routes apart, each with its own copy of this module: one queue for all of them lies on globalThis. */
const holder = globalThis as typeof globalThis & { patchbayHashQueue?: HashQueue }
export const hashQueue = (): HashQueue => (holder.patchbayHashQueue ??= new HashQueue())
