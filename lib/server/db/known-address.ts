import 'server-only'
import type { Tx } from './client'

/** A person has a handful: home, office, phone. More would let an old place of everybody stay for ever. */
const MAX_PER_USER = 20
const FORGET_MS = 90 * 24 * 3_600_000

/** Has this user signed in from this address (group) within 90 days? */
export async function isKnownAddress(db: Tx, userId: string, address: string, now: Date): Promise<boolean> {
  const row = await db.knownAddress.findUnique({ where: { userId_address: { userId, address } } })
  return row !== null && now.getTime() - row.lastAt.getTime() < FORGET_MS
}

/** Remembers that this user has signed in from there; of many, the latest. */
export async function noteKnownAddress(db: Tx, userId: string, address: string, now: Date): Promise<void> {
  const where = { userId_address: { userId, address } }
  await db.knownAddress.upsert({ where, create: { userId, address, lastAt: now }, update: { lastAt: now } })
  const older = await db.knownAddress.findMany({
    where: { userId },
    orderBy: { lastAt: 'desc' },
    skip: MAX_PER_USER,
    select: { address: true },
  })
  if (older.length === 0) return
  await db.knownAddress.deleteMany({ where: { userId, address: { in: older.map((row) => row.address) } } })
}
