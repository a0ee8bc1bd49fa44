import { columnsOf, findTable } from './schema'
import type { TableName } from './schema'
import { equalDatum, mapOf, setOf } from './database'
import type { Atom, Datum, Row } from './database'
import { headingsOf, tableJson } from './render-json'
import type { Transaction } from './transaction'
import { vsctlError } from './transaction'
import { findColumn, parseAssignment, parseDatum, renderDatum } from './values'

/** Database commands of ovs-vsctl(8): list, find, get, set, add, remove, clear, create, destroy. */
export type Format = { isJson: boolean; isBare: boolean; columns: readonly string[] | null; noHeading: boolean }

const requireTable = (text: string): TableName => {
  const table = findTable(text)
  if (table === null) throw vsctlError(`unknown table "${text}"`)
  return table
}

const columnText = (row: Row, name: string): string => {
  const column = columnsOf(row.table)[name]
  return name === '_uuid' || column === undefined ? row.uuid : renderDatum(row.columns[name] ?? [], column)
}

/** --bare: values without brackets and quotes, those of a set or map apart by blanks. */
const bareText = (row: Row, name: string): string => {
  if (name === '_uuid') return row.uuid
  const datum = row.columns[name] ?? []
  return Array.isArray(datum)
    ? datum.join(' ')
    : [...mapOf(row, name)].map(([key, value]) => `${key}=${value}`).join(' ')
}

const show = (table: TableName, rows: readonly Row[], format: Format): string => {
  const headings =
    format.columns?.map((name) => (name === '_uuid' ? name : findColumn(table, name).name)) ?? headingsOf(table)
  if (format.isJson) return JSON.stringify(tableJson(rows, headings))
  const line = (row: Row, name: string): string =>
    format.isBare ? bareText(row, name) : `${name.padEnd(20)}: ${columnText(row, name)}`
  return rows.map((row) => headings.map((name) => line(row, name)).join('\n')).join('\n\n')
}

const matches = (txn: Transaction, row: Row, condition: string): boolean => {
  const isNegated = condition.includes('!=')
  const { column: wanted, key, value } = parseAssignment(isNegated ? condition.replace('!=', '=') : condition)
  const { name, column } = findColumn(row.table, wanted)
  const isEqual =
    key === null
      ? equalDatum(row.columns[name], parseDatum(value, column, txn.resolve(row.table, name)))
      : String(mapOf(row, name).get(key) ?? '') === value.replace(/^"|"$/g, '')
  return isEqual !== isNegated
}

const get = (
  txn: Transaction,
  table: TableName,
  words: readonly string[],
  flags: ReadonlySet<string>,
  id: string | null,
): string => {
  const [record = '', ...columns] = words
  const row = flags.has('--if-exists') ? txn.findRecord(table, record) : txn.record(table, record)
  if (row === undefined) return ''
  if (id !== null) txn.symbols.set(id, row.uuid)
  return columns
    .map((text) => {
      const [wanted = '', key] = text.split(':')
      if (wanted === '_uuid') return row.uuid
      const { name, column } = findColumn(table, wanted)
      if (key === undefined) return renderDatum(row.columns[name] ?? [], column)
      const atom = mapOf(row, name).get(key)
      if (atom === undefined && !flags.has('--if-exists'))
        throw vsctlError(`no key "${key}" in ${table} record "${record}" column ${name}`)
      return atom === undefined ? '' : renderDatum([atom], { shape: 'one', of: 'string' })
    })
    .join('\n')
}

const add = (txn: Transaction, row: Row, wanted: string, texts: readonly string[]): void => {
  const { name, column } = findColumn(row.table, wanted)
  for (const text of texts) {
    const current = txn.db[row.table].get(row.uuid) ?? row
    const datum = parseDatum(
      text,
      { ...column, shape: column.shape === 'map' ? 'map' : 'set' },
      txn.resolve(row.table, name),
    )
    const added: Datum =
      column.shape === 'map'
        ? new Map([...mapOf(current, name), ...(datum as ReadonlyMap<string, Atom>)]) // parsed as a map just above
        : [...new Set([...setOf(current, name), ...(datum as readonly Atom[])])] // parsed as a set just above
    if (
      column.shape !== 'map' &&
      column.shape !== 'set' &&
      setOf({ ...row, columns: { [name]: added } }, name).length > 1
    )
      throw vsctlError(
        `"add" operation would put 2 values in column ${name} of table ${row.table} but the maximum number is 1`,
      )
    txn.set(current, { [name]: added })
  }
}

const remove = (txn: Transaction, row: Row, wanted: string, texts: readonly string[]): void => {
  const { name, column } = findColumn(row.table, wanted)
  for (const text of texts) {
    const current = txn.db[row.table].get(row.uuid) ?? row
    if (column.shape === 'map') {
      const [key = ''] = text.split('=')
      txn.set(current, {
        [name]: new Map([...mapOf(current, name)].filter(([other]) => other !== key.replaceAll('"', ''))),
      })
      continue
    }
    const datum = parseDatum(text, { ...column, shape: 'set' }, txn.resolve(row.table, name))
    const gone = new Set(Array.isArray(datum) ? (datum as readonly Atom[]) : []) // a set column never parses to a map
    txn.set(current, { [name]: setOf(current, name).filter((atom) => !gone.has(atom)) })
  }
}

const clear = (txn: Transaction, row: Row, wanted: string): void => {
  const { name, column } = findColumn(row.table, wanted)
  if (column.shape === 'one')
    throw vsctlError(
      `"clear" operation cannot be applied to column ${name} of table ${row.table}, which is not allowed to be empty`,
    )
  txn.set(row, { [name]: column.shape === 'map' ? new Map() : [] })
}

/** Runs one such command; undefined when the word is not one of them. `id` is the "@name" of --id. */
export const recordCommand = (
  txn: Transaction,
  command: string,
  words: readonly string[],
  flags: ReadonlySet<string>,
  id: string | null,
  format: Format,
): string | undefined => {
  const [first = '', second = '', ...rest] = words
  const table = (): TableName => requireTable(first)
  const row = (): Row | undefined =>
    flags.has('--if-exists') ? txn.findRecord(table(), second) : txn.record(table(), second)
  switch (command) {
    case 'list': {
      const rows =
        words.length > 1
          ? [second, ...rest].flatMap((text) =>
              flags.has('--if-exists') ? (txn.findRecord(table(), text) ?? []) : txn.record(table(), text),
            )
          : [...txn.db[table()].values()]
      return show(table(), rows, format)
    }
    case 'find':
      return show(
        table(),
        [...txn.db[table()].values()].filter((candidate) =>
          words.slice(1).every((text) => matches(txn, candidate, text)),
        ),
        format,
      )
    case 'get':
      return get(txn, table(), words.slice(1), flags, id)
    case 'set': {
      const target = row()
      if (target !== undefined) for (const setting of rest) txn.assign(target, setting)
      return ''
    }
    case 'add':
    case 'remove': {
      const target = row()
      const [column = '', ...values] = rest
      if (target !== undefined) (command === 'add' ? add : remove)(txn, target, column, values)
      return ''
    }
    case 'clear': {
      const target = row()
      if (target !== undefined)
        for (const column of rest) clear(txn, txn.db[target.table].get(target.uuid) ?? target, column)
      return ''
    }
    case 'create': {
      const created = txn.insert(table(), {}, id === null ? undefined : txn.symbol(id))
      for (const setting of words.slice(1)) txn.assign(created, setting)
      return created.uuid
    }
    case 'destroy': {
      if (flags.has('--all')) txn.db[table()].clear()
      else
        for (const text of words.slice(1)) {
          const target = flags.has('--if-exists') ? txn.findRecord(table(), text) : txn.record(table(), text)
          if (target !== undefined) txn.db[target.table].delete(target.uuid)
        }
      return ''
    }
    case 'comment':
      return ''
    default:
      return undefined
  }
}
