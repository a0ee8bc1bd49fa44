import { columnsOf, TABLES } from './schema'
import type { Column, TableName } from './schema'

export type Atom = string | number | boolean
/** A column's value: a set (of exactly one, for most columns) or a map. uuids are plain strings here. */
export type Datum = readonly Atom[] | ReadonlyMap<string, Atom>

export type Row = Readonly<{ uuid: string; table: TableName; columns: Readonly<Record<string, Datum>> }>

/** An OVSDB as tables of immutable rows by uuid: copying it is cheap, and comparing references finds what changed. */
export type OvsDatabase = Record<TableName, Map<string, Row>>

export const emptyDatabase = (): OvsDatabase => ({
  Open_vSwitch: new Map(),
  Bridge: new Map(),
  Port: new Map(),
  Interface: new Map(),
  Mirror: new Map(),
  Controller: new Map(),
  Manager: new Map(),
  QoS: new Map(),
  Queue: new Map(),
})

const initialOf = (column: Column): Datum => {
  if (column.shape === 'map') return new Map()
  return column.initial === undefined ? [] : [column.initial]
}

export const newRow = (table: TableName, uuid: string, columns: Record<string, Datum>): Row => ({
  uuid,
  table,
  columns: {
    ...Object.fromEntries(Object.entries(columnsOf(table)).map(([name, column]) => [name, initialOf(column)])),
    ...columns,
  },
})

/** A row with some columns replaced; the same row where nothing differs. */
export const withColumns = (row: Row, columns: Record<string, Datum>): Row =>
  Object.entries(columns).every(([name, datum]) => equalDatum(row.columns[name], datum))
    ? row
    : { ...row, columns: { ...row.columns, ...columns } }

export const equalDatum = (a: Datum | undefined, b: Datum): boolean => {
  if (a === undefined) return false
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, at) => value === b[at])
}

export const setOf = (row: Row, column: string): readonly Atom[] => {
  const datum = row.columns[column]
  return Array.isArray(datum) ? datum : []
}

export const mapOf = (row: Row, column: string): ReadonlyMap<string, Atom> => {
  const datum = row.columns[column]
  return datum instanceof Map ? datum : new Map()
}

/** The single value of a column, or undefined. */
export const valueOf = (row: Row, column: string): Atom | undefined => setOf(row, column)[0]

export const textOf = (row: Row, column: string): string => String(valueOf(row, column) ?? '')

export const nameOf = (row: Row): string =>
  textOf(row, row.table === 'Controller' || row.table === 'Manager' ? 'target' : 'name')

/** Rows that a uuid column points to, in its order. */
export const referred = (db: OvsDatabase, row: Row, column: string): Row[] => {
  const ref = columnsOf(row.table)[column]?.ref
  if (ref === undefined) return []
  return setOf(row, column).flatMap((uuid) => db[ref].get(String(uuid)) ?? [])
}

export const findByName = (db: OvsDatabase, table: TableName, name: string): Row | undefined =>
  [...db[table].values()].find((row) => nameOf(row) === name)

export const rootOf = (db: OvsDatabase): Row | undefined => db.Open_vSwitch.values().next().value

/** Columns that point to other rows, by table: worked out once, for collectGarbage sees every row. */
const REF_COLUMNS: ReadonlyMap<TableName, readonly string[]> = new Map(
  // keys of TABLES are TableName by its `satisfies`.
  (Object.keys(TABLES) as TableName[]).map((table) => [
    table,
    Object.entries(columnsOf(table)).flatMap(([name, column]) => (column.ref === undefined ? [] : [name])),
  ]),
)

/** Rows that nothing refers to any more are collected, as OVSDB does with tables that are not roots. */
export const collectGarbage = (db: OvsDatabase): void => {
  const reached = new Set<string>()
  const visit = (row: Row): void => {
    if (reached.has(row.uuid)) return
    reached.add(row.uuid)
    for (const name of REF_COLUMNS.get(row.table) ?? []) referred(db, row, name).forEach(visit)
    if (row.table === 'QoS')
      for (const uuid of mapOf(row, 'queues').values()) {
        const queue = db.Queue.get(String(uuid))
        if (queue !== undefined) visit(queue)
      }
  }
  for (const root of [...db.Open_vSwitch.values(), ...db.QoS.values(), ...db.Queue.values()]) visit(root)
  for (const table of Object.keys(TABLES) as TableName[])
    // keys of TABLES are TableName by its `satisfies`.
    for (const uuid of db[table].keys()) if (!reached.has(uuid)) db[table].delete(uuid)
}

/** A copy whose tables can be changed without touching the original: rows are shared, being immutable. */
export const copyDatabase = (db: OvsDatabase): OvsDatabase => ({
  Open_vSwitch: new Map(db.Open_vSwitch),
  Bridge: new Map(db.Bridge),
  Port: new Map(db.Port),
  Interface: new Map(db.Interface),
  Mirror: new Map(db.Mirror),
  Controller: new Map(db.Controller),
  Manager: new Map(db.Manager),
  QoS: new Map(db.QoS),
  Queue: new Map(db.Queue),
})
