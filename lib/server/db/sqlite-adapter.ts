import 'server-only'
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import type { Sqlite, SqliteStatement } from './sqlite'
import { openSqlite } from './sqlite'
import { toAdapterError } from './sqlite-errors'
import { columnTypesOf, toArgument, toRow } from './sqlite-values'

/** What every connection and transaction says of itself. */
const SELF = { provider: 'sqlite', adapterName: 'patchbay-sqlite' } as const
/** Prisma asks with few texts over and over; what is built anew each time (a list of ids) pushes the oldest out. */
const STATEMENTS_KEPT = 200

/** What Prisma speaks SQLite through: one connection, on which every statement is carried out at once, in the order of the calls. */
export class SqliteAdapterFactory implements SqlDriverAdapterFactory {
  readonly provider = SELF.provider
  readonly adapterName = SELF.adapterName
  readonly #file: string
  readonly #busyMs: number

  constructor(file: string, { busyMs }: { busyMs: number }) {
    this.#file = file
    this.#busyMs = busyMs
  }

  connect(): Promise<SqlDriverAdapter> {
    return attempt(() => connection(openSqlite(this.#file, { busyMs: this.#busyMs })))
  }
}

/** As the engine wants a failure: what the driver threw as a DriverAdapterError, anything else as it is. */
function attempt<T>(act: () => T): Promise<T> {
  try {
    return Promise.resolve(act())
  } catch (error) {
    const cause = toAdapterError(error)
    return Promise.reject(cause === null ? error : new DriverAdapterError(cause))
  }
}

function connection(db: Sqlite): SqlDriverAdapter {
  const queryable = queryableOn(db)
  return {
    ...queryable,
    executeScript: (script) => attempt(() => db.exec(script)),
    startTransaction: (level) =>
      attempt(() => {
        requireSerializable(level)
        db.exec('BEGIN')
        return transaction(db, queryable)
      }),
    dispose: () => attempt(() => db.close()),
  }
}

/** SQLite knows no other level (sqlite.org/isolation.html). */
function requireSerializable(level: IsolationLevel | undefined): void {
  if (level !== undefined && level !== 'SERIALIZABLE')
    throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level })
}

/** The engine sends COMMIT and ROLLBACK as statements (no phantom query), so that commit and rollback have nothing left to do. */
function transaction(db: Sqlite, queryable: SqlQueryable): Transaction {
  const point = (sql: string) => attempt(() => db.exec(sql))
  return {
    ...queryable,
    options: { usePhantomQuery: false },
    commit: () => Promise.resolve(),
    rollback: () => Promise.resolve(),
    createSavepoint: (name) => point(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => point(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => point(`RELEASE ${name}`),
  }
}

function queryableOn(db: Sqlite): SqlQueryable {
  const prepare = keptStatements(db)
  return {
    ...SELF,
    queryRaw: (query) => attempt(() => resultOf(prepare(query.sql), query)),
    executeRaw: (query) => attempt(() => Number(prepare(query.sql).run(...argumentsOf(query)).changes)),
  }
}

const argumentsOf = ({ args, argTypes }: SqlQuery) => args.map((arg, at) => toArgument(arg, argTypes[at]))

function resultOf(statement: SqliteStatement, query: SqlQuery): SqlResultSet {
  const columns = statement.columns()
  if (columns.length === 0) {
    statement.run(...argumentsOf(query))
    return { columnNames: [], columnTypes: [], rows: [] }
  }
  const rows: unknown[][] = statement.all(...argumentsOf(query))
  const columnTypes = columnTypesOf(
    columns.map(({ type }) => type),
    rows,
  )
  return { columnNames: columns.map(({ name }) => name), columnTypes, rows: rows.map((row) => toRow(row, columnTypes)) }
}

/** Prepared statements by their text, the last used at the end. */
function keptStatements(db: Sqlite): (sql: string) => SqliteStatement {
  const kept = new Map<string, SqliteStatement>()
  return (sql) => {
    const statement = kept.get(sql) ?? prepareForPrisma(db, sql)
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept.keys()
    if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest)
    return statement
  }
}

/** Rows as lists, so that two columns of one name stay two; whole numbers as bigint, so that none is rounded. */
function prepareForPrisma(db: Sqlite, sql: string): SqliteStatement {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  statement.setReadBigInts(true)
  return statement
}
