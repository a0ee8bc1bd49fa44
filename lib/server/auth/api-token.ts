import 'server-only'
import { hashToken, newToken } from '../crypto/random'
import { findTokenByHash, noteTokenUse } from '../db/api-token'
import type { Db } from '../db/client'
import { tryToWrite } from '../db/storage-fault'
import type { Actor } from './actor'
import { lesserRole } from './actor'

const USE_NOTED_EVERY_MS = 60_000

/** The prefix lets people and secret scanners recognise a token that leaked. */
export const newApiToken = (): string => `pb_${newToken()}`

/** Who holds this API token, with what its owner may now at most; null: nobody, revoked or expired. */
export async function readApiToken(db: Db, text: string, now: Date): Promise<Actor | null> {
  const token = await findTokenByHash(db, hashToken(text))
  if (!token || (token.expiresAt !== null && token.expiresAt <= now)) return null
  const unnotedMs = now.getTime() - (token.lastUsedAt?.getTime() ?? 0)
  if (unnotedMs >= USE_NOTED_EVERY_MS) await tryToWrite(() => noteTokenUse(db, token.id, now))
  return {
    via: 'token',
    tokenId: token.id,
    name: token.name,
    role: token.user ? lesserRole(token.role, token.user.role) : token.role,
  }
}
