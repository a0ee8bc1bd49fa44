import { AppError } from '../errors'

export type AttemptRule = { freeFailures: number; firstLockMs: number; longestLockMs: number }

/** Failures older than this are forgotten. */
const FORGET_MS = 3_600_000
/** A flood of made-up keys must not fill the memory; the oldest are forgotten first. */
const MAX_KEYS = 10_000

type Failures = { count: number; lockedUntil: number; lastAt: number }

/**
 * Failed attempts by a key: some are free, after that each locks the key for a time, which doubles. Kept in memory: a restart
 * forgets it, which an attacker cannot cause. Times are Unix milliseconds.
 */
export class AttemptLimit {
  readonly #rule: AttemptRule
  readonly #failures = new Map<string, Failures>()

  constructor(rule: AttemptRule) {
    this.#rule = rule
  }

  /** Until when the key is locked; not after now: it is open. */
  lockedUntil(key: string): number {
    return this.#failures.get(key)?.lockedUntil ?? 0
  }

  /** Counts a failure, or an attempt before it is known to be one. Gives until when this locks the key; 0: it does not. */
  count(key: string, nowMs: number): number {
    const { freeFailures, firstLockMs, longestLockMs } = this.#rule
    const known = this.#failures.get(key)
    const count = (known && nowMs - known.lastAt < FORGET_MS ? known.count : 0) + 1
    const excess = count - freeFailures
    const lockMs = excess < 0 ? 0 : Math.min(firstLockMs * 2 ** Math.min(excess, 20), longestLockMs)
    this.#failures.delete(key)
    const lockedUntil = lockMs === 0 ? 0 : nowMs + lockMs
    this.#failures.set(key, { count, lockedUntil, lastAt: nowMs })
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > MAX_KEYS && oldest !== undefined) this.#failures.delete(oldest)
    return lockedUntil
  }

  /** One counted attempt was no failure: it never was. `ownLock` is what counting it gave: a lock of others stays. */
  takeBack(key: string, ownLock: number): void {
    const known = this.#failures.get(key)
    if (!known) return
    const lockedUntil = known.lockedUntil === ownLock ? 0 : known.lockedUntil
    if (known.count <= 1) this.#failures.delete(key)
    else this.#failures.set(key, { ...known, count: known.count - 1, lockedUntil })
  }

  forget(key: string): void {
    this.#failures.delete(key)
  }
}

/** `what`: of which there were too many. `waitMs`: until the next may be made. */
export function tooMany(what: string, waitMs: number): AppError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  return new AppError('too_many_attempts', {
    message: `Too many ${what}: try again in ${retryAfterSeconds} s.`,
    details: { retryAfterSeconds },
  })
}
