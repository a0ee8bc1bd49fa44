import 'server-only'
import type { CreateTokenRequest, CreateTokenResponse } from '@/lib/contract/auth'
import { hashToken, newId } from '../crypto/random'
import { createToken, deleteToken, toTokenDto } from '../db/api-token'
import { AppError } from '../errors'
import type { Services } from '../services'
import type { Actor, Origin } from './actor'
import { requirePerson } from './actor'
import { newApiToken } from './api-token'
import { requireStill } from './session'

type Deps = Pick<Services, 'audit' | 'now'>

const DAY_MS = 86_400_000

/** Makes a token of whoever asks; its text is in the answer and nowhere else. Throws AppError name_taken, forbidden (asked with a token). */
export async function addToken(
  { audit, now }: Deps,
  actor: Actor,
  { name, role, expiresInDays }: CreateTokenRequest,
  origin: Origin,
): Promise<CreateTokenResponse> {
  const person = requirePerson(actor, 'make tokens')
  const { userId } = person
  const token = newApiToken()
  const createdAt = now()
  const expiresAt = expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS)
  const row = await audit.commit(async (tx, note) => {
    await requireStill(tx, person)
    note({ ...origin, action: 'token.create', target: `token:${name}`, detail: { role, expiresInDays } })
    return createToken(tx, { id: newId(), name, role, tokenHash: hashToken(token), createdAt, expiresAt, userId })
  })
  return { ...toTokenDto(row), token }
}

/** Throws AppError not_found. */
export async function removeToken({ audit }: Pick<Deps, 'audit'>, id: string, origin: Origin): Promise<void> {
  await audit.commit(async (tx, note) => {
    const token = await deleteToken(tx, id)
    if (!token) throw new AppError('not_found', { message: 'There is no token with this id.' })
    note({ ...origin, action: 'token.delete', target: `token:${token.name}` })
  })
}
