import 'server-only'
import type { Tx } from './client'
import type { Session, User } from './generated/client'

export type SessionWithUser = Session & { user: User }

export async function createSession(db: Tx, session: Session): Promise<void> {
  await db.session.create({ data: session })
}

export async function findSession(db: Tx, tokenHash: string): Promise<SessionWithUser | null> {
  return db.session.findUnique({ where: { tokenHash }, include: { user: true } })
}

export async function touchSession(db: Tx, tokenHash: string, lastSeenAt: Date): Promise<void> {
  await db.session.updateMany({ where: { tokenHash }, data: { lastSeenAt } })
}

export async function deleteSession(db: Tx, tokenHash: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash } })
}

/** Ends a user's sessions, all or all but one. */
export async function deleteSessionsOf(db: Tx, userId: string, exceptTokenHash: string | null = null): Promise<void> {
  await db.session.deleteMany({
    where: { userId, ...(exceptTokenHash === null ? {} : { NOT: { tokenHash: exceptTokenHash } }) },
  })
}

/** Drops the rows of sessions that have ended. */
export async function deleteEndedSessions(db: Tx, { now, idleSince }: { now: Date; idleSince: Date }): Promise<void> {
  await db.session.deleteMany({ where: { OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: idleSince } }] } })
}
