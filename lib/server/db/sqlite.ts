import 'server-only'
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import { DatabaseSync as Packaged } from '@photostructure/sqlite'

/** One connection to a SQLite file, synchronous: nodejs.org/api/sqlite.html. */
export type Sqlite = DatabaseSyncInstance
export type SqliteStatement = StatementSyncInstance

/** SQLite's codes are on the errors of both makes: the last eight bits are the primary code, all of them the extended one. */
export type SqliteError = Error & { errcode: number }

/** Node's own module is an experiment before 24, and is not there in 20. The package has the same API in one binary for all of them. */
const NODES_OWN_FROM = 24

function isDriver(module: object | undefined): module is { DatabaseSync: typeof Packaged } {
  return module !== undefined && 'DatabaseSync' in module
}

function driver(): typeof Packaged {
  const [major = 0] = process.versions.node.split('.').map(Number)
  const own = major >= NODES_OWN_FROM ? process.getBuiltinModule('node:sqlite') : undefined
  return isDriver(own) ? own.DatabaseSync : Packaged
}

/** Opens the file, which is made where it is missing. `busyMs`: how long a statement waits for a lock of somebody else. Throws SqliteError. */
export function openSqlite(file: string, { busyMs }: { busyMs: number }): Sqlite {
  const DatabaseSync = driver()
  return new DatabaseSync(file, { timeout: busyMs })
}

export const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'

/** The primary codes that say something of the world outside, by their names: sqlite.org/rescode.html. */
const NAMES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
}

/** For logs and messages: the name of the primary code, and the extended code where it says more, e.g. "SQLITE_IOERR_1034". */
export function sqliteCodeName({ errcode }: SqliteError): string {
  const primary = errcode & 0xff
  const name = NAMES[primary] ?? 'SQLITE_ERROR'
  return errcode === primary && name !== 'SQLITE_ERROR' ? name : `${name}_${errcode}`
}

export const isBusy = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) === 5
