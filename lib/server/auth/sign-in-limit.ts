import { AppError } from '../errors'

type Rule = { freeFailures: number; firstLockMs: number; longestLockMs: number }

/** One person guessing: five typing mistakes are free, then the wait doubles to a quarter of an hour. */
const PER_ADDRESS: Rule = { freeFailures: 5, firstLockMs: 30_000, longestLockMs: 900_000 }
/** Many addresses guessing at one name: slowed down, yet never so long that strangers can keep the owner out. */
const PER_LOGIN: Rule = { freeFailures: 20, firstLockMs: 5_000, longestLockMs: 60_000 }
/** Failures older than this are forgotten. */
const FORGET_MS = 3_600_000
/** A flood of made-up names must not fill the memory; the oldest are forgotten first. */
const MAX_KEYS = 10_000

type Record = { failures: number; lockedUntil: number; lastAt: number }

/**
 * Slows password guessing down, per name and address and per name alone. Kept in memory: a restart forgets it, which an
 * attacker cannot cause.
 */
export class SignInLimit {
  readonly #records = new Map<string, Record>()

  /**
   * Counts an attempt before its password is looked at, so that many at once do not slip through together.
   * Throws AppError too_many_attempts with details.retryAfterSeconds. True: this attempt, if it fails, begins a lock.
   */
  begin(login: string, address: string | null, nowMs: number): boolean {
    const keys = keysOf(login, address)
    const lockedUntil = Math.max(...keys.map(([key]) => this.#records.get(key)?.lockedUntil ?? 0))
    if (lockedUntil > nowMs) throw tooMany(Math.ceil((lockedUntil - nowMs) / 1000))
    return keys.map(([key, rule]) => this.#count(key, rule, nowMs)).some((isLocked) => isLocked)
  }

  /** The attempt succeeded: its failures are forgotten. */
  succeed(login: string, address: string | null): void {
    for (const [key] of keysOf(login, address)) this.#records.delete(key)
  }

  #count(key: string, rule: Rule, nowMs: number): boolean {
    const known = this.#records.get(key)
    const failures = (known && nowMs - known.lastAt < FORGET_MS ? known.failures : 0) + 1
    const excess = failures - rule.freeFailures
    const lockMs = excess < 0 ? 0 : Math.min(rule.firstLockMs * 2 ** Math.min(excess, 20), rule.longestLockMs)
    this.#records.delete(key)
    this.#records.set(key, { failures, lockedUntil: lockMs === 0 ? 0 : nowMs + lockMs, lastAt: nowMs })
    if (this.#records.size > MAX_KEYS) this.#forgetOldest()
    return lockMs > 0
  }

  #forgetOldest() {
    const oldest = this.#records.keys().next()
    if (!oldest.done) this.#records.delete(oldest.value)
  }
}

function keysOf(login: string, address: string | null): [string, Rule][] {
  const name = login.trim().toLowerCase()
  return [
    [`address ${address ?? 'unknown'} ${name}`, PER_ADDRESS],
    [`login ${name}`, PER_LOGIN],
  ]
}

const tooMany = (retryAfterSeconds: number) =>
  new AppError('too_many_attempts', {
    message: `Too many failed attempts for this user name: try again in ${retryAfterSeconds} s.`,
    details: { retryAfterSeconds },
  })
