import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Sqlite } from './sqlite'
import { openSqlite } from './sqlite'

/** How long a second process waits for the first to finish migrating. A table rebuild of a large history fits; a hang does not hide. */
const LOCK_WAIT_MS = 30_000

/** As Prisma's own migration engine creates it, so that `prisma migrate` can take over at any time. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

type Migration = { name: string; sql: string; checksum: string }
/** Prisma's own engine writes times as milliseconds. */
const Time = z.union([z.string(), z.number()]).nullable()
const HistoryRow = z.object({ name: z.string(), checksum: z.string(), finishedAt: Time, rolledBackAt: Time })
type HistoryRow = z.infer<typeof HistoryRow>
const TableRow = z.object({ name: z.string() })

/**
 * Brings the database file up to the migrations in `directory`, in the order of their names, and returns the names applied.
 * Creates the file (0600) and its folder (0700) where they are missing. All pending migrations and their history rows are
 * one exclusive transaction: a second process waits, and a failure leaves the file as it was.
 * Throws MigrationError: not ours, edited or missing migration, failed SQL.
 */
export function migrate(file: string, directory: string): string[] {
  const migrations = readMigrations(directory)
  const db = openDatabase(file)
  try {
    db.exec('PRAGMA journal_mode = WAL')
    // Rebuilding a table drops it, which would cascade into its children; the pragma does nothing inside a transaction.
    db.exec('PRAGMA foreign_keys = OFF')
    return exclusively(db, () => applyPending(db, file, migrations))
  } finally {
    db.close()
  }
}

/** As one transaction that nobody else reads or writes beside. */
function exclusively<T>(db: Sqlite, act: () => T): T {
  db.exec('BEGIN EXCLUSIVE')
  try {
    const result = act()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // Some failures end the transaction by themselves (sqlite.org/lang_transaction.html).
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function openDatabase(file: string): Sqlite {
  const isNew = !existsSync(file)
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const db = openSqlite(file, { busyMs: LOCK_WAIT_MS })
    if (isNew) chmodSync(file, 0o600)
    return db
  } catch (cause) {
    throw new MigrationError(
      `the database ${file} cannot be opened: ${messageOf(cause)}. DATABASE_URL must name a file in a folder this user may write to.`,
      { cause },
    )
  }
}

function readMigrations(directory: string): Migration[] {
  if (!existsSync(directory)) {
    throw new MigrationError(`the folder ${directory} is missing: start Patchbay in its own folder, where prisma/ lies`)
  }
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, 'migration.sql'))
      return { name, sql: sql.toString('utf8'), checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function applyPending(db: Sqlite, file: string, migrations: Migration[]): string[] {
  refuseForeignDatabase(db, file)
  db.exec(HISTORY_TABLE)
  const applied = readHistory(db)
  checkHistory(applied, migrations)
  const pending = migrations.filter((migration) => !applied.has(migration.name))
  for (const migration of pending) applyOne(db, migration)
  return pending.map((migration) => migration.name)
}

function refuseForeignDatabase(db: Sqlite, file: string) {
  const tables = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
    .all()
    .map((row) => TableRow.parse(row).name)
  if (tables.length === 0 || tables.includes('_prisma_migrations')) return
  throw new MigrationError(
    `${file} holds tables (${tables.slice(0, 5).join(', ')}) but no migration history: it is not a Patchbay database. ` +
      `Let DATABASE_URL name an empty or a new file.`,
  )
}

function readHistory(db: Sqlite): Map<string, HistoryRow> {
  const rows = db
    .prepare(
      `SELECT migration_name AS name, checksum, finished_at AS finishedAt, rolled_back_at AS rolledBackAt FROM _prisma_migrations`,
    )
    .all()
    .map((row) => HistoryRow.parse(row))
    .filter((row) => row.rolledBackAt === null)
  return new Map(rows.map((row) => [row.name, row]))
}

function checkHistory(applied: Map<string, HistoryRow>, migrations: Migration[]) {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const row of applied.values()) {
    if (row.finishedAt === null) {
      throw new MigrationError(
        `migration ${row.name} was begun by another tool and failed: resolve it with "prisma migrate resolve", then start again`,
      )
    }
    const migration = byName.get(row.name)
    if (!migration) {
      throw new MigrationError(
        `the database has migration ${row.name}, this version of Patchbay does not: it was written by a newer version. Start that one, or restore a backup.`,
      )
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(
        `migration ${row.name} was edited after it was applied (checksum ${migration.checksum.slice(0, 12)}…, applied ${row.checksum.slice(0, 12)}…): ` +
          `put the file back as it was and make a new migration instead`,
      )
    }
  }
}

function applyOne(db: Sqlite, { name, sql, checksum }: Migration) {
  const startedAt = timestamp()
  try {
    db.exec(sql)
    if (db.prepare('PRAGMA foreign_key_check').all().length > 0)
      throw new Error('it leaves rows that refer to rows that are gone')
  } catch (cause) {
    throw new MigrationError(`migration ${name} failed: ${messageOf(cause)}. Nothing was changed.`, { cause })
  }
  db.prepare(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
  ).run(randomUUID(), checksum, name, startedAt, timestamp())
}

/** As Prisma's engine writes it: RFC 3339 with "+00:00". */
const timestamp = () => new Date().toISOString().replace('Z', '+00:00')
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
