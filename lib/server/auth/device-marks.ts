import 'server-only'
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { newId } from '../crypto/random'

const DAY_MS = 24 * 3_600_000
const LIFE_MS = 180 * DAY_MS
export const DEVICE_MAX_AGE_SECONDS = LIFE_MS / 1000

/**
 * Marks of devices on which a user has signed in: "<device id>.<user id>.<Unix ms, base 36>.<HMAC-SHA256>", kept by the browser
 * in a cookie. A mark opens nothing; it says that whoever holds it is no stranger to this account (sign-in-limit.ts).
 */
export class DeviceMarks {
  readonly #key: Buffer

  /** `secretKey`: the console's 32 bytes; what is signed with is derived from them. */
  constructor(secretKey: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', secretKey, '', 'patchbay device mark', 32))
  }

  make(userId: string, now: Date): string {
    const facts = [newId(), userId, now.getTime().toString(36)].join('.')
    return `${facts}.${this.#sign(facts)}`
  }

  /** The id of the device that this mark was given to; null: no mark, another user's, too old, or not ours. */
  read(mark: string | null, userId: string, now: Date): string | null {
    const [deviceId = '', ofUser, madeAt = '', mac = ''] = mark?.split('.') ?? []
    const [given, right] = [mac, this.#sign([deviceId, ofUser, madeAt].join('.'))].map((text) => Buffer.from(text))
    if (!given || !right || given.length !== right.length || !timingSafeEqual(given, right)) return null
    const isCurrent = now.getTime() - Number.parseInt(madeAt, 36) < LIFE_MS
    return isCurrent && ofUser === userId ? deviceId : null
  }

  #sign(facts: string): string {
    return createHmac('sha256', this.#key).update(facts).digest('base64url')
  }
}
