import { CommandError } from '../machine/result'
import { columnsOf } from './schema'
import type { Column, TableName } from './schema'
import type { Atom, Datum } from './database'

const fail = (message: string): CommandError => new CommandError(1, `ovs-vsctl: ${message}`)

/** Unquoted text up to a separator, or a JSON string. */
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[^,=[\]{}\s"]+)\s*/y

const scan = (text: string, at: number): { token: string; next: number } => {
  TOKEN.lastIndex = at
  const match = TOKEN.exec(text)
  if (match?.[1] === undefined) throw fail(`${text}: unexpected end of value`)
  const raw = match[1]
  return { token: raw.startsWith('"') ? String(JSON.parse(raw)) : raw, next: TOKEN.lastIndex }
}

const unwrap = (text: string, open: string, close: string): string =>
  text.startsWith(open) && text.endsWith(close) ? text.slice(1, -1) : text

const toAtom = (text: string, column: Column): Atom => {
  if (column.of === 'boolean') {
    if (text !== 'true' && text !== 'false') throw fail(`"${text}" is not a valid boolean`)
    return text === 'true'
  }
  if (column.of === 'integer') {
    const value = Number(text)
    if (!Number.isInteger(value)) throw fail(`"${text}" is not a valid integer`)
    const [low, high] = column.range ?? [-Infinity, Infinity]
    if (value < low || value > high)
      throw fail(`constraint violation: ${text} is not in the valid range ${low} to ${high} (inclusive)`)
    return value
  }
  if (column.allowed !== undefined && !column.allowed.includes(text))
    throw fail(`constraint violation: ${text} is not one of the allowed values ([${column.allowed.join(', ')}])`)
  return text
}

const splitSet = (text: string): string[] => {
  const body = unwrap(text.trim(), '[', ']')
  const items: string[] = []
  for (let at = 0; at < body.length;) {
    const { token, next } = scan(body, at)
    items.push(token)
    at = next
    if (body[at] === ',') at += 1
  }
  return items
}

const splitMap = (text: string): [string, string][] => {
  const body = unwrap(text.trim(), '{', '}')
  const pairs: [string, string][] = []
  for (let at = 0; at < body.length;) {
    const key = scan(body, at)
    if (body[key.next] !== '=') throw fail(`${text}: map key must be followed by "="`)
    const value = scan(body, key.next + 1)
    pairs.push([key.token, value.token])
    at = value.next
    if (body[at] === ',') at += 1
  }
  return pairs
}

/** A column's value from the text of ovs-vsctl(8), "Database Values". `resolve` turns @names and row names into uuids. */
export const parseDatum = (text: string, column: Column, resolve: (text: string) => string): Datum => {
  if (column.shape === 'map') return new Map(splitMap(text).map(([key, value]) => [key, resolve(value)]))
  if (column.shape === 'one' && column.of === 'string') return [splitSet(`${text}`)[0] ?? '']
  const atoms = splitSet(text).map((item) => toAtom(column.of === 'uuid' ? resolve(item) : item, column))
  if (column.shape === 'one' && atoms.length !== 1) throw fail(`"${text}" is not a single value`)
  if (column.shape === 'optional' && atoms.length > 1)
    throw fail(`${text}: at most 1 value(s) allowed but ${atoms.length} given`)
  return [...new Set(atoms)]
}

/** Finds a column by its name, with "-" for "_", or by a unique prefix. */
export const findColumn = (table: TableName, text: string): { name: string; column: Column } => {
  const columns = columnsOf(table)
  const wanted = text.replaceAll('-', '_').toLowerCase()
  const name =
    Object.keys(columns).find((known) => known === wanted) ??
    Object.keys(columns).find((known) => known.startsWith(wanted))
  const column = name === undefined ? undefined : columns[name]
  if (name === undefined || column === undefined || wanted === '')
    throw fail(`${table} does not contain a column whose name matches "${text}"`)
  return { name, column }
}

/** "COLUMN[:KEY]=VALUE" in its parts. KEY may be quoted; VALUE is everything after the first "=" outside it. */
export const parseAssignment = (text: string): { column: string; key: string | null; value: string } => {
  const match = /^([A-Za-z0-9_-]+)(?::("(?:[^"\\]|\\.)*"|[^=]+))?=([^]*)$/.exec(text)
  if (match === null) throw fail(`${text}: argument does not end in "=" followed by a value.`)
  const [, column = '', rawKey, value = ''] = match
  const key = rawKey === undefined ? null : rawKey.startsWith('"') ? String(JSON.parse(rawKey)) : rawKey
  return { column, key, value }
}

const BARE_TEXT = /^[A-Za-z_][A-Za-z0-9_.-]*$/

const atomText = (atom: Atom, column: Column): string =>
  typeof atom !== 'string' || column.of === 'uuid' || (BARE_TEXT.test(atom) && atom !== 'true' && atom !== 'false')
    ? String(atom)
    : JSON.stringify(atom)

/** A value as `ovs-vsctl get` and `list` print it: [] for nothing, a bare element, [a, b], {k=v}. */
export const renderDatum = (datum: Datum, column: Column): string => {
  if (Array.isArray(datum)) {
    const atoms = [...datum].sort((a: Atom, b: Atom) =>
      column.of === 'integer' ? Number(a) - Number(b) : a < b ? -1 : 1,
    )
    const texts = atoms.map((atom: Atom) => atomText(atom, column))
    return column.shape !== 'set' && texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
  }
  const entries = [...(datum as ReadonlyMap<string, Atom>)].sort(([a], [b]) => (a < b ? -1 : 1)) // not an array: a map
  return `{${entries.map(([key, value]) => `${BARE_TEXT.test(key) ? key : JSON.stringify(key)}=${atomText(value, column)}`).join(', ')}}`
}
