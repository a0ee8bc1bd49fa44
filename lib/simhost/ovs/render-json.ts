import { columnsOf, EMPTY_TABLES, TABLES } from './schema'
import type { Column, TableName } from './schema'
import type { Atom, Datum, OvsDatabase, Row } from './database'

const atomJson = (atom: Atom, type: Column['of']): unknown => (type === 'uuid' ? ['uuid', atom] : atom)

/** RFC 7047, 5.1: a set of exactly one is its bare element; everything else is ["set", […]] or ["map", […]]. */
const datumJson = (datum: Datum, column: Column, isQueues = false): unknown => {
  if (!Array.isArray(datum)) {
    const entries = [...(datum as ReadonlyMap<string, Atom>)].sort(([a], [b]) => (a < b ? -1 : 1)) // not an array: a map
    return ['map', entries.map(([key, value]) => (isQueues ? [Number(key), ['uuid', value]] : [key, value]))]
  }
  const sorted = column.of === 'integer' ? [...datum].sort((a, b) => Number(a) - Number(b)) : [...datum].sort()
  if (datum.length === 1) return atomJson(sorted[0] ?? '', column.of)
  return ['set', sorted.map((atom: Atom) => atomJson(atom, column.of))]
}

export const headingsOf = (table: TableName): string[] => ['_uuid', ...Object.keys(columnsOf(table))]

const columnJson = (row: Row, name: string): unknown => {
  if (name === '_uuid') return ['uuid', row.uuid]
  const column = columnsOf(row.table)[name]
  return column === undefined
    ? null
    : datumJson(row.columns[name] ?? [], column, row.table === 'QoS' && name === 'queues')
}

export const tableJson = (
  rows: readonly Row[],
  headings: readonly string[],
): { data: unknown[]; headings: readonly string[] } => ({
  data: rows.map((row) => headings.map((name) => columnJson(row, name))),
  headings,
})

/** `ovsdb-client -f json dump`: one line per table, in the order of their names. */
export const renderDump = (db: OvsDatabase): string => {
  const filled = Object.keys(TABLES) as TableName[] // keys of TABLES are TableName by its `satisfies`.
  return [...filled, ...Object.keys(EMPTY_TABLES)]
    .sort()
    .map((name) => {
      const table = filled.find((known) => known === name)
      const content =
        table === undefined
          ? { data: [], headings: EMPTY_TABLES[name] ?? [] }
          : tableJson([...db[table].values()], headingsOf(table))
      return `${JSON.stringify({ caption: `${name} table`, ...content })}\n`
    })
    .join('')
}
