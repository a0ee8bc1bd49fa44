import 'server-only'
import type { Role, User as UserDto } from '@/lib/contract/auth'
import { AppError } from '../errors'
import { newId } from '../crypto/random'
import type { Tx } from './client'
import { isUniqueViolation } from './client'
import type { User } from './generated/client'

export type { User }

/** Names differ by more than their case: "Ada" and "ada" are one user. */
const normaliseLogin = (login: string) => login.trim().toLowerCase()

export async function countUsers(db: Tx): Promise<number> {
  return db.user.count()
}

export async function findUserByLogin(db: Tx, login: string): Promise<User | null> {
  return db.user.findUnique({ where: { login: normaliseLogin(login) } })
}

export async function findUser(db: Tx, id: string): Promise<User | null> {
  return db.user.findUnique({ where: { id } })
}

export async function listUsers(db: Tx): Promise<User[]> {
  return db.user.findMany({ orderBy: { login: 'asc' } })
}

type NewUser = { login: string; passwordHash: string; role: Role; now: Date }

/** Throws AppError name_taken. */
export async function createUser(db: Tx, { login, passwordHash, role, now }: NewUser): Promise<User> {
  try {
    return await db.user.create({
      data: { id: newId(), login: normaliseLogin(login), passwordHash, role, createdAt: now },
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('name_taken', {
      message: `There is a user named ${normaliseLogin(login)} already: choose another name.`,
    })
  }
}

/** Makes the first user, an administrator, in one statement: of two that come at once, one gets null. */
export async function createFirstAdmin(db: Tx, user: Omit<NewUser, 'role'>): Promise<User | null> {
  const id = newId()
  const inserted = await db.$executeRaw`
    INSERT INTO "User" ("id", "login", "passwordHash", "role", "createdAt")
    SELECT ${id}, ${normaliseLogin(user.login)}, ${user.passwordHash}, 'admin', ${user.now}
    WHERE NOT EXISTS (SELECT 1 FROM "User")`
  return inserted === 1 ? findUser(db, id) : null
}

/**
 * Changes role or password; null: no such user. Throws AppError last_admin where no administrator would be left: the check is
 * part of the one statement.
 */
export async function updateUser(
  db: Tx,
  id: string,
  change: { role?: Role; passwordHash?: string },
): Promise<User | null> {
  const user = await findUser(db, id)
  if (!user) return null
  const { role = user.role, passwordHash = user.passwordHash } = change
  const changed = await db.$executeRaw`
    UPDATE "User" SET "role" = ${role}, "passwordHash" = ${passwordHash}
    WHERE "id" = ${id} AND (${role} = 'admin' OR EXISTS (SELECT 1 FROM "User" WHERE "role" = 'admin' AND "id" <> ${id}))`
  if (changed === 0) throw lastAdmin(user)
  return { ...user, role, passwordHash }
}

/** Removes a user, and with it their sessions and API tokens. Null: no such user. Throws AppError last_admin. */
export async function deleteUser(db: Tx, id: string): Promise<User | null> {
  const user = await findUser(db, id)
  if (!user) return null
  const deleted = await db.$executeRaw`
    DELETE FROM "User"
    WHERE "id" = ${id} AND EXISTS (SELECT 1 FROM "User" WHERE "role" = 'admin' AND "id" <> ${id})`
  if (deleted === 0) throw lastAdmin(user)
  return user
}

export async function noteSignIn(db: Tx, id: string, now: Date): Promise<void> {
  await db.user.updateMany({ where: { id }, data: { lastSignInAt: now } })
}

const lastAdmin = (user: User) =>
  new AppError('last_admin', { message: `${user.login} is the last administrator: make another one first.` })

export function toUserDto({ id, login, role, createdAt, lastSignInAt }: User): UserDto {
  return { id, login, role, createdAt: createdAt.toISOString(), lastSignInAt: lastSignInAt?.toISOString() ?? null }
}
