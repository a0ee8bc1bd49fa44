import 'server-only'
import { z } from 'zod'
import type { AuditEntry as AuditEntryDto, AuditFilter } from '@/lib/contract/audit'
import type { Tx } from './client'
import type { AuditEntry, Prisma } from './generated/client'

/** The newest entry's place and hash; null while there is none. */
export async function readHead(db: Tx): Promise<{ seq: number; hash: string } | null> {
  return db.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } })
}

/** In one statement; the trigger checks each row against the one before. */
export async function appendEntries(db: Tx, entries: AuditEntry[]): Promise<void> {
  await db.auditEntry.createMany({ data: entries })
}

type Page = { limit: number; before?: number | undefined } | { limit: number; after: number }

/** Newest first below `before`, or oldest first above `after`; all, or those that the filter lets through. */
export async function listEntries(db: Tx, page: Page, filter: AuditFilter = {}): Promise<AuditEntry[]> {
  const where = toWhere(filter)
  if ('after' in page) {
    const seq = { gt: page.after }
    return db.auditEntry.findMany({ where: { ...where, seq }, orderBy: { seq: 'asc' }, take: page.limit })
  }
  const below = page.before === undefined ? {} : { seq: { lt: page.before } }
  return db.auditEntry.findMany({ where: { ...where, ...below }, orderBy: { seq: 'desc' }, take: page.limit })
}

function toWhere({ host, actor, action, change, from, to }: AuditFilter): Prisma.AuditEntryWhereInput {
  const at = { ...(from !== undefined && { gte: new Date(from) }), ...(to !== undefined && { lt: new Date(to) }) }
  return {
    ...(host !== undefined && { target: `host:${host}` }),
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action: action.includes('.') ? action : { startsWith: `${action}.` } }),
    // Canonical JSON: no blanks, and an id needs no escapes.
    ...(change !== undefined && { detail: { contains: `"change":"${change}"` } }),
    ...(Object.keys(at).length > 0 && { at }),
  }
}

/** SQLite keeps the highest number that an AUTOINCREMENT column ever had, also after its rows are gone (sqlite.org/autoinc.html). */
export async function lastSeqEverWritten(db: Tx): Promise<number> {
  const rows = await db.$queryRaw<{ seq: bigint }[]>`SELECT seq FROM sqlite_sequence WHERE name = 'AuditEntry'`
  return Number(rows[0]?.seq ?? 0)
}

const Detail = z.record(z.string(), z.unknown())

export function toAuditEntryDto(row: AuditEntry): AuditEntryDto {
  const { seq, actor, address, action, target, hash } = row
  return { seq, at: row.at.toISOString(), actor, address, action, target, detail: parseDetail(row.detail), hash }
}

/** A tampered row may hold anything; it is still listed, so that a person sees it. */
function parseDetail(text: string): Record<string, unknown> {
  try {
    return Detail.parse(JSON.parse(text))
  } catch {
    return { unreadable: text }
  }
}
