import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** A row id: 20 characters of [0-9a-z], 100 random bits. */
export function newId(): string {
  const value = BigInt(`0x${randomBytes(13).toString('hex')}`) & ((1n << 100n) - 1n)
  return value.toString(36).padStart(20, '0')
}

/** Crockford's base32: no I, L, O, U. */
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID (github.com/ulid/spec): 10 digits of time, in Unix milliseconds, and 80 random bits. Later ones sort behind. */
export function newUlid(nowMs: number): string {
  const time = Array.from({ length: 10 }, (_, i) => ULID_DIGITS.charAt(Math.floor(nowMs / 32 ** (9 - i)) % 32))
  // 32 divides 256: every digit is as likely.
  const rest = [...randomBytes(16)].map((byte) => ULID_DIGITS.charAt(byte % 32))
  return [...time, ...rest].join('')
}

/** For a person to type: 12 digits of Crockford's base32 in groups of four, 60 random bits. */
export function newReadableCode(): string {
  const digits = [...randomBytes(12)].map((byte) => ULID_DIGITS.charAt(byte % 32)).join('')
  return digits.replace(/(.{4})(?=.)/g, '$1-')
}

/** 256 random bits, base64url (43 characters): nobody guesses it, so one SHA-256 is enough to store it by. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex, for looking a token up without storing it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
