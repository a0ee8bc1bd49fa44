import 'server-only'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient } from './generated/client'

export type Db = PrismaClient

/**
 * Per-connection settings. FULL makes a commit survive power loss (in WAL mode the default, NORMAL, may lose the last ones):
 * audit and change rows depend on it. See sqlite.org/pragma.html.
 */
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;'
const BUSY_TIMEOUT_MS = 5_000

class SqliteAdapter extends PrismaBetterSqlite3 {
  override async connect() {
    const connection = await super.connect()
    await connection.executeScript(PRAGMAS)
    return connection
  }
}

/**
 * Opens the migrated database file.
 *
 * There is one connection, and better-sqlite3 is synchronous. A query sent while an interactive transaction is open would
 * silently become part of it, and be lost with its rollback. So lib/server/db uses no `$transaction(async …)` and no nested
 * writes: what must be atomic is one SQL statement.
 */
export function openDb(file: string): Db {
  return new PrismaClient({ adapter: new SqliteAdapter({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS }) })
}

/** True where a UNIQUE column refused the value (Prisma's P2002). Not by class: each bundle has its own copy of it. */
export function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'PrismaClientKnownRequestError' &&
    'code' in error &&
    error.code === 'P2002'
  )
}
