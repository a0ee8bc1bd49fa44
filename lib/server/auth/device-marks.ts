import 'server-only'
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { newId } from '../crypto/random'
import type { User } from '../db/user'

const DAY_MS = 24 * 3_600_000
const LIFE_MS = 180 * DAY_MS
export const DEVICE_MAX_AGE_SECONDS = LIFE_MS / 1000

type Owner = Pick<User, 'id' | 'passwordHash'>

/**
 * Marks of devices on which a user has signed in: "<device id>.<user id>.<Unix ms, base 36>.<HMAC-SHA256>", kept by the browser
 * in a cookie. A mark opens nothing; it says that whoever holds it is no stranger to this account (sign-in-limit.ts). What is
 * signed has the hash of the password in it, so that a new password ends all marks: it may be new because they are elsewhere.
 */
export class DeviceMarks {
  readonly #key: Buffer

  /** `secretKey`: the console's 32 bytes; what is signed with is derived from them. */
  constructor(secretKey: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', secretKey, '', 'patchbay device mark', 32))
  }

  /** `deviceId`: of the mark that the device showed; null: it showed none, and is another one. */
  make({ id, passwordHash }: Owner, deviceId: string | null, now: Date): string {
    const facts = [deviceId ?? newId(), id, now.getTime().toString(36)].join('.')
    return `${facts}.${this.#sign(facts, passwordHash)}`
  }

  /** The id of the device that this mark was given to; null: no mark, another user's, of another password, too old, or not ours. */
  read(mark: string | null, { id, passwordHash }: Owner, now: Date): string | null {
    const [deviceId = '', ofUser, madeAt = '', mac = ''] = mark?.split('.') ?? []
    const [given, right] = [mac, this.#sign([deviceId, ofUser, madeAt].join('.'), passwordHash)].map((text) =>
      Buffer.from(text),
    )
    if (!given || !right || given.length !== right.length || !timingSafeEqual(given, right)) return null
    const isCurrent = now.getTime() - Number.parseInt(madeAt, 36) < LIFE_MS
    return isCurrent && ofUser === id ? deviceId : null
  }

  #sign(facts: string, passwordHash: string): string {
    return createHmac('sha256', this.#key).update(`${facts}.${passwordHash}`).digest('base64url')
  }
}
