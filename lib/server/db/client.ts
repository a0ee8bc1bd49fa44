import 'server-only'
import { PrismaClient } from './generated/client'
import type { Prisma } from './generated/client'
import type { FailureListener } from './one-at-a-time'
import { oneAtATime } from './one-at-a-time'
import { SqliteAdapterFactory } from './sqlite-adapter'

export type Db = PrismaClient
/** A transaction under way: everything of `Db` but what begins or ends one. */
export type Tx = Prisma.TransactionClient

/**
 * Per-connection settings. FULL makes a commit survive power loss (in WAL mode the default, NORMAL, may lose the last ones):
 * audit and change rows depend on it. The cache is 16 MB. See sqlite.org/pragma.html.
 */
const PRAGMAS =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;'
const BUSY_TIMEOUT_MS = 5_000
/** For a turn, and for a transaction once begun: a disk that stalls is waited for, a transaction that hangs is not. */
const TRANSACTION_MS = { maxWait: 60_000, timeout: 30_000 }

class ConsoleAdapterFactory extends SqliteAdapterFactory {
  readonly #onFailure: FailureListener

  constructor(file: string, onFailure: FailureListener) {
    super(file, { busyMs: BUSY_TIMEOUT_MS })
    this.#onFailure = onFailure
  }

  override async connect() {
    const connection = await super.connect()
    await connection.executeScript(PRAGMAS)
    return oneAtATime(connection, this.#onFailure)
  }
}

/**
 * Opens the migrated database file. There is one connection: while a transaction is open, every other query waits for its end.
 * Within one, ask `tx` alone: what asks `db` there waits for the very transaction that waits for it, until that times out.
 */
export function openDb(file: string, onFailure: FailureListener = () => {}): Db {
  return new PrismaClient({ adapter: new ConsoleAdapterFactory(file, onFailure), transactionOptions: TRANSACTION_MS })
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
