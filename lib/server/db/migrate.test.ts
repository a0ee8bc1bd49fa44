import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate, MigrationError } from './migrate'
import type { Sqlite } from './sqlite'
import { openSqlite } from './sqlite'

const SHIPPED = path.resolve(import.meta.dirname, '../../../prisma/migrations')

let folder: string
let file: string
let migrations: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-migrate-'))
  file = path.join(folder, 'new', 'patchbay.db')
  migrations = path.join(folder, 'migrations')
  cpSync(SHIPPED, migrations, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Folders of migrations, oldest first. */
const shipped = () =>
  readdirSync(SHIPPED, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
const addMigration = (name: string, sql: string) => {
  mkdirSync(path.join(migrations, name), { recursive: true })
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql)
}
const open = () => openSqlite(file, { busyMs: 0 })
const read = <T>(sql: string): T[] => {
  const db = open()
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
const tables = () =>
  read<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).map((row) => row.name)

describe('migrate', () => {
  it('makes folder and file for this user only, and applies everything once', () => {
    const applied = migrate(file, migrations)
    expect(applied).toEqual(shipped())
    expect(applied.slice(0, 2)).toEqual(['20261120120000_init', '20261121150000_changes'])
    expect(migrate(file, migrations)).toEqual([])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(tables()).toEqual(expect.arrayContaining(['User', 'Session', 'ApiToken', 'Host', 'AuditEntry']))
  })

  it('writes the history as Prisma does', () => {
    migrate(file, migrations)
    const [row] = read<Record<string, unknown>>('SELECT * FROM _prisma_migrations')
    expect(row).toMatchObject({ migration_name: '20261120120000_init', applied_steps_count: 1, rolled_back_at: null })
    expect(row?.['checksum']).toMatch(/^[0-9a-f]{64}$/)
    expect(row?.['finished_at']).toMatch(/^\d{4}-\d\d-\d\dT.*\+00:00$/)
  })

  it('reads a history that Prisma itself has written, with its times', () => {
    migrate(file, migrations)
    const db = open()
    db.exec(`UPDATE _prisma_migrations SET started_at = 1800000000000, finished_at = 1800000000001`)
    db.close()
    expect(migrate(file, migrations)).toEqual([])
  })

  it('refuses a migration that was edited after it was applied', () => {
    migrate(file, migrations)
    addMigration('20261120120000_init', '-- other')
    expect(() => migrate(file, migrations)).toThrow(/20261120120000_init was edited after it was applied/)
  })

  it('refuses a database of a newer version', () => {
    addMigration('20991231000000_later', 'CREATE TABLE "Later" (id TEXT)')
    migrate(file, migrations)
    rmSync(path.join(migrations, '20991231000000_later'), { recursive: true })
    expect(() => migrate(file, migrations)).toThrow(/20991231000000_later, this version of Patchbay does not/)
  })

  it('refuses a database that is not ours', () => {
    mkdirSync(path.dirname(file))
    const cats = open()
    cats.exec('CREATE TABLE cats (name TEXT)')
    cats.close()
    expect(() => migrate(file, migrations)).toThrow(/cats.*not a Patchbay database/)
    expect(tables()).toEqual(['cats'])
  })

  it('leaves the file as it was when a migration fails half way', () => {
    addMigration('20991231000000_bad', 'CREATE TABLE "Half" (id TEXT); CREATE TABLE "User" (id TEXT)')
    expect(() => migrate(file, migrations)).toThrow(/20991231000000_bad failed: table "User" already exists/)
    expect(tables()).toEqual([])
    rmSync(path.join(migrations, '20991231000000_bad'), { recursive: true })
    expect(migrate(file, migrations)).toEqual(shipped())
  })

  it('rebuilds a table without cascading into its children', () => {
    migrate(file, migrations)
    const db = open()
    db.exec(`INSERT INTO "User" VALUES ('u1', 'ada', 'x', 'admin', '2026-01-01', NULL);
             INSERT INTO "Session" VALUES ('s1', 'u1', '2026-01-01', '2026-01-01', '2026-01-02')`)
    db.close()
    addMigration(
      '20991231000000_rebuild',
      `CREATE TABLE "new_User" AS SELECT * FROM "User"; DROP TABLE "User"; ALTER TABLE "new_User" RENAME TO "User";
       CREATE UNIQUE INDEX "User_id" ON "User"("id")`,
    )
    migrate(file, migrations)
    expect(read('SELECT * FROM "Session"')).toHaveLength(1)
  })

  it('says which folder is missing', () => {
    expect(() => migrate(file, path.join(folder, 'nowhere'))).toThrow(MigrationError)
  })

  describe('owners of tokens made before tokens had any', () => {
    const TOKEN_OWNERS = '20261129234500_token_owners'
    const AT = {
      before: '2026-01-01T00:00:00.000Z',
      made: '2026-02-01T00:00:00.000Z',
      after: '2026-03-01T00:00:00.000Z',
    }

    /** Everything up to the migration, then these rows, then the migration: who owns each token, by its name. */
    const ownersAfter = (insert: (db: Sqlite) => void): Record<string, string | null> => {
      const later = shipped().filter((name) => name >= TOKEN_OWNERS)
      for (const name of later) rmSync(path.join(migrations, name), { recursive: true })
      migrate(file, migrations)
      const db = open()
      insert(db)
      db.close()
      for (const name of later) cpSync(path.join(SHIPPED, name), path.join(migrations, name), { recursive: true })
      migrate(file, migrations)
      const rows = read<{ name: string; userId: string | null }>('SELECT "name", "userId" FROM "ApiToken"')
      return Object.fromEntries(rows.map(({ name, userId }) => [name, userId]))
    }
    const addUser = (db: Sqlite, login: string, createdAt: string) =>
      db
        .prepare(
          `INSERT INTO "User" ("id", "login", "passwordHash", "role", "createdAt") VALUES (?, ?, '', 'admin', ?)`,
        )
        .run(`id-of-${login}`, login, createdAt)
    const addToken = (db: Sqlite, name: string, id = `id-of-${name}`) =>
      db
        .prepare(`INSERT INTO "ApiToken" ("id", "name", "tokenHash", "role", "createdAt") VALUES (?, ?, ?, 'admin', ?)`)
        .run(id, name, `hash of ${name}`, AT.made)
    /** Each on the hash of the last, as the table's trigger wants them. */
    const addEntry = (db: Sqlite, actor: string, target: string) =>
      db
        .prepare(
          `INSERT INTO "AuditEntry" ("seq", "at", "actor", "action", "target", "detail", "prevHash", "hash")
           SELECT count(*) + 1, ?, ?, 'token.create', ?, '{}', coalesce(max("hash"), 'genesis'), printf('%064d', count(*) + 1)
           FROM "AuditEntry"`,
        )
        .run(AT.made, actor, target)

    it('gives a token to whoever made the last one of its name', () => {
      const owners = ownersAfter((db) => {
        for (const login of ['alice', 'bob']) addUser(db, login, AT.before)
        addToken(db, 'backup')
        addEntry(db, 'user:alice', 'token:backup')
        addEntry(db, 'user:bob', 'token:backup')
        addEntry(db, 'user:alice', 'token:other')
      })
      expect(owners).toEqual({ backup: 'id-of-bob' })
    })

    it('gives none to a namesake who came later, to a token, or where nobody is known', () => {
      const owners = ownersAfter((db) => {
        addUser(db, 'carol', AT.after)
        for (const name of ['of a namesake', 'of a token', 'of nobody']) addToken(db, name)
        addToken(db, 'of the start', 'bootstraptoken')
        addUser(db, 'alice', AT.before)
        addEntry(db, 'user:carol', 'token:of a namesake')
        addEntry(db, 'token:backup', 'token:of a token')
        addEntry(db, 'user:alice', 'token:of the start')
      })
      expect(owners).toEqual({ 'of a namesake': null, 'of a token': null, 'of nobody': null, 'of the start': null })
    })
  })
})
