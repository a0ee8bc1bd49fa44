import 'server-only'
import { hashToken, newToken } from '../crypto/random'
import type { Db, Tx } from '../db/client'
import { createSession, deleteEndedSessions, deleteSession, findSession, touchSession } from '../db/session'
import { tryToWrite } from '../db/storage-fault'
import type { User } from '../db/user'
import { AppError } from '../errors'
import type { Actor, Person } from './actor'
import { hasRole } from './actor'

const HOUR_MS = 3_600_000
/** Too short: signed out over lunch, in the middle of a fault. Too long: yesterday's unlocked screen still opens the hosts. */
const IDLE_MS = 8 * HOUR_MS
/** However busy a session is, a person proves who they are again every week. */
const ABSOLUTE_MS = 7 * 24 * HOUR_MS
/** A screen asks every few seconds; writing each time would wear the disk for nothing. */
const TOUCH_EVERY_MS = 60_000

export const SESSION_MAX_AGE_SECONDS = ABSOLUTE_MS / 1000

/** Opens a session and gives its token, which only the cookie holds. Sweeps out ended ones on the way. */
export async function startSession(db: Tx, user: User, now: Date): Promise<string> {
  await deleteEndedSessions(db, { now, idleSince: new Date(now.getTime() - IDLE_MS) })
  const token = newToken()
  await createSession(db, {
    tokenHash: hashToken(token),
    userId: user.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
  })
  return token
}

/** Who holds this session token; null: nobody, or the session has ended. The role is read anew each time. */
export async function readSession(db: Db, token: string, now: Date): Promise<Actor | null> {
  const session = await findSession(db, hashToken(token))
  if (!session) return null
  const { tokenHash, user } = session
  const idleMs = now.getTime() - session.lastSeenAt.getTime()
  if (session.expiresAt <= now || idleMs >= IDLE_MS) {
    await tryToWrite(() => deleteSession(db, tokenHash))
    return null
  }
  if (idleMs >= TOUCH_EVERY_MS) await tryToWrite(() => touchSession(db, tokenHash, now))
  return { via: 'session', userId: user.id, login: user.login, role: user.role, sessionHash: tokenHash }
}

/**
 * To be asked in the very transaction that makes a way in: rights may have ended since the request was let in, and what it
 * makes would outlive them. Throws AppError unauthenticated, forbidden.
 */
export async function requireStill(tx: Tx, { sessionHash, role }: Person): Promise<void> {
  const session = await findSession(tx, sessionHash)
  if (!session) throw new AppError('unauthenticated', { message: 'The session has ended meanwhile: sign in again.' })
  if (hasRole(session.user.role, role)) return
  throw new AppError('forbidden', { message: `This needs the role ${role}, and yours was lowered meanwhile.` })
}

export async function endSession(db: Tx, token: string): Promise<void> {
  await deleteSession(db, hashToken(token))
}
