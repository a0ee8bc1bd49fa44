import 'server-only'
import type { ApiToken as ApiTokenDto } from '@/lib/contract/auth'
import { lesserRole } from '../auth/actor'
import { AppError } from '../errors'
import type { Tx } from './client'
import { isUniqueViolation } from './client'
import type { ApiToken, User } from './generated/client'

export type { ApiToken }
export type TokenWithUser = ApiToken & { user: User | null }

/** The row of PATCHBAY_BOOTSTRAP_TOKEN: there while the variable is set. */
const BOOTSTRAP = { id: 'bootstraptoken', name: 'PATCHBAY_BOOTSTRAP_TOKEN' } as const

export async function listTokens(db: Tx): Promise<TokenWithUser[]> {
  return db.apiToken.findMany({ include: { user: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

export async function findTokenByHash(db: Tx, tokenHash: string): Promise<TokenWithUser | null> {
  return db.apiToken.findUnique({ where: { tokenHash }, include: { user: true } })
}

/** Throws AppError name_taken. */
export async function createToken(db: Tx, token: Omit<ApiToken, 'lastUsedAt'>): Promise<TokenWithUser> {
  try {
    return await db.apiToken.create({ data: token, include: { user: true } })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('name_taken', { message: `There is a token named ${token.name} already: choose another name.` })
  }
}

/** The names of one user's tokens: they end with the user. */
export async function listTokenNamesOf(db: Tx, userId: string): Promise<string[]> {
  const tokens = await db.apiToken.findMany({ where: { userId }, select: { name: true }, orderBy: { name: 'asc' } })
  return tokens.map(({ name }) => name)
}

/** The deleted row; null: no such token. */
export async function deleteToken(db: Tx, id: string): Promise<ApiToken | null> {
  const token = await db.apiToken.findUnique({ where: { id } })
  if (token) await db.apiToken.deleteMany({ where: { id } })
  return token
}

/** Tokens of nobody, which no version makes any more: gone, and named. */
export async function deleteOwnerlessTokens(db: Tx): Promise<string[]> {
  const where = { userId: null, NOT: { id: BOOTSTRAP.id } }
  const tokens = await db.apiToken.findMany({ where, select: { name: true } })
  if (tokens.length > 0) await db.apiToken.deleteMany({ where })
  return tokens.map(({ name }) => name)
}

export async function noteTokenUse(db: Tx, id: string, lastUsedAt: Date): Promise<void> {
  await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt } })
}

/** Makes the bootstrap token's row what the environment says; null removes it. Says whether anything changed. */
export async function reconcileBootstrapToken(db: Tx, tokenHash: string | null, now: Date): Promise<boolean> {
  const row = await db.apiToken.findUnique({ where: { id: BOOTSTRAP.id } })
  if (row?.tokenHash === (tokenHash ?? undefined)) return false
  await db.apiToken.deleteMany({ where: { id: BOOTSTRAP.id } })
  if (tokenHash !== null) {
    await db.apiToken.create({ data: { ...BOOTSTRAP, tokenHash, role: 'admin', createdAt: now } })
  }
  return true
}

export function toTokenDto({ id, name, role, createdAt, lastUsedAt, expiresAt, user }: TokenWithUser): ApiTokenDto {
  return {
    id,
    name,
    role,
    effectiveRole: user ? lesserRole(role, user.role) : role,
    owner: user?.login ?? null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}
