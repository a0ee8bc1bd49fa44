import 'server-only'
import type { Error as AdapterError, MappedError } from '@prisma/driver-adapter-utils'
import type { SqliteError } from './sqlite'
import { isBusy, isSqliteError, sqliteCodeName } from './sqlite'

/** Extended result codes: sqlite.org/rescode.html. */
const UNIQUE = [2067, 1555]
const NOT_NULL = 1299
/** A trigger's RAISE counts as one, as in Prisma's own adapters. */
const FOREIGN_KEY = [787, 1811]

/** What the engine is told of an error of the driver; null: it is none. */
export function toAdapterError(error: unknown): AdapterError | null {
  if (!isSqliteError(error)) return null
  return { originalCode: sqliteCodeName(error), originalMessage: error.message, ...mappedError(error) }
}

function mappedError(error: SqliteError): MappedError {
  const { errcode, message } = error
  if (UNIQUE.includes(errcode)) {
    const constraint = fieldsOf(message)
    return { kind: 'UniqueConstraintViolation', ...(constraint && { constraint }) }
  }
  if (errcode === NOT_NULL) {
    const constraint = fieldsOf(message)
    return { kind: 'NullConstraintViolation', ...(constraint && { constraint }) }
  }
  if (FOREIGN_KEY.includes(errcode)) return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } }
  if (isBusy(error)) return { kind: 'SocketTimeout' }
  const [, table] = /^no such table: (.*)/.exec(message) ?? []
  if (table !== undefined) return { kind: 'TableDoesNotExist', table }
  const [, column] = /^no such column: (.*)/.exec(message) ?? /has no column named (.*)/.exec(message) ?? []
  if (column !== undefined) return { kind: 'ColumnNotFound', column }
  return { kind: 'sqlite', extendedCode: errcode, message }
}

/** "UNIQUE constraint failed: User.login, User.id" names the columns. */
function fieldsOf(message: string): { fields: string[] } | null {
  const [, columns] = /constraint failed: (.*)/.exec(message) ?? []
  return columns === undefined ? null : { fields: columns.split(', ').map((name) => name.split('.').at(-1) ?? name) }
}
