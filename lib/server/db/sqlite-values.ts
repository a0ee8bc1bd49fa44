import 'server-only'
import type { ArgType, ColumnType } from '@prisma/driver-adapter-utils'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'

/** The types that prisma/migrations declare; `sqlite-values.test.ts` holds the two together. */
const DECLARED: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: ColumnTypeEnum.Boolean,
  DATETIME: ColumnTypeEnum.DateTime,
  INTEGER: ColumnTypeEnum.Int32,
  TEXT: ColumnTypeEnum.Text,
}

/** Of each column: as it is declared, or, of an expression, as its first value is. */
export function columnTypesOf(declared: readonly (string | null)[], rows: readonly unknown[][]): ColumnType[] {
  return declared.map((type, at) => {
    const known = DECLARED[type?.toUpperCase() ?? '']
    return known ?? typeOf(rows.map((row) => row[at]).find((value) => value !== null))
  })
}

function typeOf(value: unknown): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64
  if (typeof value === 'number') return ColumnTypeEnum.UnknownNumber
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes
  // A column without a value: any type fits.
  return ColumnTypeEnum.Int32
}

/** One row as the engine takes it. A whole number that no double holds is a text. */
export function toRow(row: readonly unknown[], types: readonly ColumnType[]): unknown[] {
  return row.map((value, at) => {
    // Rows of other writers: Prisma's are texts.
    if (types[at] === ColumnTypeEnum.DateTime && (typeof value === 'bigint' || typeof value === 'number'))
      return new Date(Number(value)).toISOString()
    if (types[at] === ColumnTypeEnum.Text && value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
    if (typeof value !== 'bigint') return value
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  })
}

/**
 * What SQLite binds of an argument of the engine's. Times are texts with "+00:00", as every row before has them: they sort and
 * compare as texts. A text with a NUL in it is its bytes: SQLite itself ends texts there, and so does one of the drivers, in silence.
 */
export function toArgument(arg: unknown, type: ArgType | undefined): string | number | bigint | Uint8Array | null {
  if (arg === null || arg === undefined) return null
  if (typeof arg === 'boolean') return arg ? 1 : 0
  if (arg instanceof Date) return timeText(arg)
  if (typeof arg === 'number' || typeof arg === 'bigint' || arg instanceof Uint8Array) return arg
  if (typeof arg !== 'string') throw new TypeError(`SQLite has no value for an argument of type ${typeof arg}`)
  switch (type?.scalarType) {
    case 'int':
      return Number.parseInt(arg, 10)
    case 'bigint':
      return BigInt(arg)
    case 'float':
    case 'decimal':
      return Number.parseFloat(arg)
    case 'datetime':
      return timeText(new Date(arg))
    case 'bytes':
      return Buffer.from(arg, 'base64')
    default:
      return arg.includes('\0') ? Buffer.from(arg, 'utf8') : arg
  }
}

const timeText = (date: Date) => date.toISOString().replace('Z', '+00:00')
