import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { newReadableCode } from '../crypto/random'
import { AppError } from '../errors'
import { addressGroup } from './address-group'
import { AttemptLimit, tooMany } from './attempt-limit'

/** The code itself cannot be guessed; this keeps a script from trying all night. */
const ONE_ADDRESS = { freeFailures: 10, firstLockMs: 30_000, longestLockMs: 900_000 }

const digest = (text: string) => createHash('sha256').update(text.toUpperCase().replace(/[\s-]/g, '')).digest()

/**
 * What proves that whoever makes the first administrator can read the console's log. Made anew at each start, kept in memory,
 * of use only while there is no user.
 */
export class SetupCode {
  /** "7XQ2-9KMB-T4WD": 60 random bits. */
  readonly text = newReadableCode()
  readonly #limit = new AttemptLimit(ONE_ADDRESS)

  /** Throws AppError wrong_setup_code, too_many_attempts. */
  check(given: string, address: string | null, nowMs: number): void {
    const key = addressGroup(address)
    const waitMs = this.#limit.lockedUntil(key) - nowMs
    if (waitMs > 0) throw tooMany('wrong set-up codes', waitMs)
    if (timingSafeEqual(digest(given), digest(this.text))) return
    this.#limit.count(key, nowMs)
    const message = 'This is not the code that the console printed when it started last.'
    throw new AppError('wrong_setup_code', { message, details: { fields: [{ path: 'code', message }] } })
  }
}
