import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** A row id: 20 characters of [0-9a-z], 100 random bits. */
export function newId(): string {
  const value = BigInt(`0x${randomBytes(13).toString('hex')}`) & ((1n << 100n) - 1n)
  return value.toString(36).padStart(20, '0')
}

/** 256 random bits, base64url (43 characters): nobody guesses it, so one SHA-256 is enough to store it by. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex, for looking a token up without storing it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
