import { isJsonObject, parseJson } from './json'
import type { JsonObject } from './json'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** An OVSDB atom (RFC 7047, 5.1); a reference to a row is its bare UUID. */
export type OvsdbAtom = string | number | boolean
/** A column's value: every set is a list, also one that was printed as a bare scalar. */
export type OvsdbValue = { kind: 'set'; items: OvsdbAtom[] } | { kind: 'map'; entries: [OvsdbAtom, OvsdbAtom][] }
/** A row by column. Columns that the schema of this version lacks are absent. */
export type OvsdbRow = ReadonlyMap<string, OvsdbValue>
export type OvsdbTables = ReadonlyMap<string, OvsdbRow[]>
/** `rejected`: rows that are no rows, or have a cell that is no value, as "TABLE ROW" (at most 2,000 characters each). */
export type OvsdbDump = { tables: OvsdbTables; rejected: string[] }

/** As parseOvsdbDump, for readers who want what was understood and nothing else. */
export function parseOvsdbTables(text: string, names: readonly string[]): Parsed<OvsdbTables> {
  const dump = parseOvsdbDump(text, names)
  return dump.ok ? parsed(dump.value.tables) : dump
}

/**
 * Tables as ovs-vsctl and ovsdb-client print them with --format=json: one document a line, `{"headings":[..],"data":[..]}`.
 * ovsdb-client adds a caption, "Port table"; without one the tables are named by `names`, in order.
 */
export function parseOvsdbDump(text: string, names: readonly string[]): Parsed<OvsdbDump> {
  const tables = new Map<string, OvsdbRow[]>()
  const rejected: string[] = []
  let count = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const at = `line ${index + 1}`
    const json = parseJson(line)
    if (!json.ok) return unparsed(json.message, `${at}, ${json.at}`)
    if (!isJsonObject(json.value)) return unparsed('wanted an OVSDB table, found a JSON value that is no object', at)
    const rows = readRows(json.value)
    if (rows === null) return unparsed('wanted an OVSDB table with "headings" and "data"', at)
    const name = captionOf(json.value) ?? names[count]
    if (name === undefined) return unparsed(`wanted ${names.length} tables, found more`, at)
    tables.set(name, rows.read)
    for (const row of rows.rejected) rejected.push(`${name} ${row}`.slice(0, 2_000))
    count += 1
  }
  return count === 0 ? unparsed('wanted OVSDB tables as JSON, found nothing', 'line 1') : parsed({ tables, rejected })
}

export const rowsOf = (tables: OvsdbTables, table: string): readonly OvsdbRow[] => tables.get(table) ?? []

export const uuidOf = (row: OvsdbRow): string => text(row, '_uuid') ?? ''

/** The column's only (or first) string; null where it is empty, absent or of another type. */
export function text(row: OvsdbRow, column: string): string | null {
  const [item] = texts(row, column)
  return item === undefined || item === '' ? null : item
}

export function texts(row: OvsdbRow, column: string): string[] {
  return items(row, column).filter((item) => typeof item === 'string')
}

/** References to rows of other tables. */
export const references = texts

export function integer(row: OvsdbRow, column: string): number | null {
  return integers(row, column)[0] ?? null
}

export function integers(row: OvsdbRow, column: string): number[] {
  return items(row, column).filter((item): item is number => Number.isSafeInteger(item))
}

export function flag(row: OvsdbRow, column: string): boolean {
  return items(row, column)[0] === true
}

/** A string map; values of other types as text. Object.fromEntries defines own properties, so "__proto__" is just a key. */
export function textMap(row: OvsdbRow, column: string): Record<string, string> {
  return Object.fromEntries(entries(row, column).map(([key, value]) => [String(key), String(value)]))
}

export function entries(row: OvsdbRow, column: string): readonly [OvsdbAtom, OvsdbAtom][] {
  const value = row.get(column)
  return value?.kind === 'map' ? value.entries : []
}

function items(row: OvsdbRow, column: string): readonly OvsdbAtom[] {
  const value = row.get(column)
  return value?.kind === 'set' ? value.items : []
}

function captionOf(table: JsonObject): string | null {
  const caption = Object.hasOwn(table, 'caption') ? table.caption : null
  return typeof caption === 'string' ? (/^(\w+) table$/.exec(caption)?.[1] ?? null) : null
}

/** A row with a cell that is no value keeps its others, and counts as rejected. */
function readRows(table: JsonObject): { read: OvsdbRow[]; rejected: string[] } | null {
  const headings = Object.hasOwn(table, 'headings') ? table.headings : null
  const data = Object.hasOwn(table, 'data') ? table.data : null
  if (!Array.isArray(headings) || !Array.isArray(data)) return null
  const read: OvsdbRow[] = []
  const rejected: string[] = []
  for (const cells of data as unknown[]) {
    const row = new Map<string, OvsdbValue>()
    const isRow = Array.isArray(cells)
    headings.forEach((heading: unknown, index) => {
      const value = isRow ? readValue(cells[index]) : null
      if (typeof heading === 'string' && value !== null) row.set(heading, value)
    })
    if (isRow) read.push(row)
    if (!isRow || row.size < headings.length) rejected.push(JSON.stringify(cells))
  }
  return { read, rejected }
}

/** `<value>` of RFC 7047: an atom, ["set", [..]] or ["map", [[k, v]..]]. Null for anything else. */
function readValue(value: unknown): OvsdbValue | null {
  if (Array.isArray(value) && value[0] === 'set' && Array.isArray(value[1]))
    return { kind: 'set', items: value[1].map(readAtom).filter((atom) => atom !== null) }
  if (Array.isArray(value) && value[0] === 'map' && Array.isArray(value[1]))
    return { kind: 'map', entries: value[1].flatMap(readPair) }
  const atom = readAtom(value)
  return atom === null ? null : { kind: 'set', items: [atom] }
}

function readAtom(value: unknown): OvsdbAtom | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  const isReference = Array.isArray(value) && (value[0] === 'uuid' || value[0] === 'named-uuid')
  return isReference && typeof value[1] === 'string' ? value[1] : null
}

function readPair(pair: unknown): [OvsdbAtom, OvsdbAtom][] {
  if (!Array.isArray(pair)) return []
  const key = readAtom(pair[0])
  const value = readAtom(pair[1])
  return key === null || value === null ? [] : [[key, value]]
}
