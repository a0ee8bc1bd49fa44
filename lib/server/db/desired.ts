import 'server-only'
import type { Tx } from './client'
import type { DesiredRevision, ObjectDrift } from './generated/client'

export type DesiredRevisionRow = DesiredRevision

/** The newest revision of every object of a host, released ones too. */
export async function listNewestRevisions(db: Tx, hostId: string): Promise<DesiredRevision[]> {
  return db.desiredRevision.findMany({
    where: { hostId },
    orderBy: [{ key: 'asc' }, { revision: 'desc' }],
    distinct: ['key'],
  })
}

/** One revision; null where there is none. */
export async function findRevision(
  db: Tx,
  { hostId, key, revision }: Pick<DesiredRevision, 'hostId' | 'key' | 'revision'>,
): Promise<DesiredRevision | null> {
  return db.desiredRevision.findUnique({ where: { hostId_key_revision: { hostId, key, revision } } })
}

/** The newest revision of one object; null where there is none. */
export async function newestRevision(db: Tx, hostId: string, key: string): Promise<DesiredRevision | null> {
  return db.desiredRevision.findFirst({ where: { hostId, key }, orderBy: { revision: 'desc' } })
}

/** The revisions that a change made. */
export async function listRevisionsOf(db: Tx, changeId: string): Promise<DesiredRevision[]> {
  return db.desiredRevision.findMany({ where: { changeId } })
}

/** In one statement: all of them or none. */
export async function appendRevisions(db: Tx, rows: DesiredRevision[]): Promise<void> {
  if (rows.length > 0) await db.desiredRevision.createMany({ data: rows })
}

export async function listDrift(db: Tx, hostId: string): Promise<ObjectDrift[]> {
  return db.objectDrift.findMany({ where: { hostId } })
}

/** Drift as found now, in place of what was known: what is gone goes, what is new is added. */
export async function replaceDrift(
  db: Tx,
  hostId: string,
  rows: ObjectDrift[],
  known: ReadonlySet<string>,
): Promise<void> {
  await db.objectDrift.deleteMany({ where: { hostId, key: { notIn: rows.map(({ key }) => key) } } })
  const added = rows.filter(({ key }) => !known.has(key))
  if (added.length > 0) await db.objectDrift.createMany({ data: added })
}

/** A host is forgotten, and what was wanted of it. */
export async function forgetDesired(db: Tx, hostId: string): Promise<void> {
  await db.objectDrift.deleteMany({ where: { hostId } })
  await db.desiredRevision.deleteMany({ where: { hostId } })
}
