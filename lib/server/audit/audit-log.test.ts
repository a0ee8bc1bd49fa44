import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../db/sqlite'
import type { TestConsole } from '../testing/console'
import { startTestConsole } from '../testing/console'
import { AuditLog } from './audit-log'

let console: TestConsole
beforeEach(async () => {
  console = await startTestConsole()
  for (const name of ['one', 'two', 'three', 'four']) await append(name)
})
afterEach(() => console.stop())

const append = (name: string) =>
  console.runtime.audit.append({
    actor: 'user:ada',
    address: '192.0.2.7',
    action: 'host.create',
    target: `host:${name}`,
    detail: { port: 22 },
  })

/** What somebody with the database file does: triggers off, then anything. */
const tamper = (sql: string) => {
  const db = openSqlite(console.runtime.env.databaseFile, { busyMs: 0 })
  db.exec(
    `DROP TRIGGER "AuditEntry_no_update"; DROP TRIGGER "AuditEntry_no_delete"; DROP TRIGGER "AuditEntry_insert_in_order"; ${sql}`,
  )
  db.close()
}

describe('AuditLog', () => {
  it('is intact, in order, newest first, a page at a time', async () => {
    expect(await console.runtime.audit.verify()).toMatchObject({
      isIntact: true,
      entries: 5,
      head: { seq: 5 },
      firstProblem: null,
    })
    const first = await console.runtime.audit.list({ limit: 3 })
    expect(first.entries.map((entry) => entry.target)).toEqual(['host:four', 'host:three', 'host:two'])
    const rest = await console.runtime.audit.list({ limit: 3, before: first.nextBefore ?? undefined })
    expect(rest.entries.map((entry) => entry.seq)).toEqual([2, 1])
    expect(rest.nextBefore).toBeNull()
  })

  it('keeps the chain when many write at once, also from a second process', async () => {
    const second = new AuditLog(console.runtime.db, console.runtime.log, () => console.clock.now)
    const event = { actor: 'system', address: null, action: 'host.probe', target: null } as const
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? second : console.runtime.audit).append(event)))
    expect(await console.runtime.audit.verify()).toMatchObject({ isIntact: true, entries: 25 })
  })

  it.each([
    ['a changed field', `UPDATE "AuditEntry" SET "actor" = 'user:eve' WHERE "seq" = 3`, 3],
    ['a changed detail', `UPDATE "AuditEntry" SET "detail" = '{"port":23}' WHERE "seq" = 2`, 2],
    ['a changed time', `UPDATE "AuditEntry" SET "at" = '2029-01-01T00:00:00.000+00:00' WHERE "seq" = 4`, 4],
    ['a deleted entry', `DELETE FROM "AuditEntry" WHERE "seq" = 2`, 3],
    ['a deleted first entry', `DELETE FROM "AuditEntry" WHERE "seq" = 1`, 2],
    ['a cut end', `DELETE FROM "AuditEntry" WHERE "seq" >= 4`, 4],
    [
      'swapped entries',
      `UPDATE "AuditEntry" SET "seq" = 99 WHERE "seq" = 2; UPDATE "AuditEntry" SET "seq" = 2 WHERE "seq" = 3; UPDATE "AuditEntry" SET "seq" = 3 WHERE "seq" = 99`,
      2,
    ],
  ])('detects %s', async (_, sql, seq) => {
    tamper(sql)
    const answer = await console.runtime.audit.verify()
    expect(answer.isIntact).toBe(false)
    expect(answer.firstProblem?.seq).toBe(seq)
  })

  it.each([
    `UPDATE "AuditEntry" SET "actor" = 'user:eve' WHERE "seq" = 1`,
    `DELETE FROM "AuditEntry"`,
    `INSERT OR REPLACE INTO "AuditEntry" SELECT * FROM "AuditEntry" WHERE "seq" = 2`,
    `INSERT INTO "AuditEntry" VALUES (6, '2030', 'eve', NULL, 'x', NULL, '{}', 'forged', 'hash')`,
  ])('the database refuses %s', async (sql) => {
    await expect(console.runtime.db.$executeRawUnsafe(sql)).rejects.toThrow()
    expect(await console.runtime.audit.verify()).toMatchObject({ isIntact: true, entries: 5 })
  })

  it('writes through to disk: WAL with full synchronous commits', async () => {
    const [mode] = await console.runtime.db.$queryRaw<{ synchronous: bigint }[]>`PRAGMA synchronous`
    const [journal] = await console.runtime.db.$queryRaw<{ journal_mode: string }[]>`PRAGMA journal_mode`
    expect([Number(mode?.synchronous), journal?.journal_mode]).toEqual([2, 'wal'])
  })
})
