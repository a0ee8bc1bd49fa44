import type { World } from '../machine/world'
import { CommandError } from '../machine/result'
import {
  copyDatabase,
  findByName,
  mapOf,
  nameOf,
  newRow,
  referred,
  rootOf,
  setOf,
  textOf,
  valueOf,
  withColumns,
} from './database'
import type { Datum, OvsDatabase, Row } from './database'
import { columnsOf } from './schema'
import type { TableName } from './schema'
import { findColumn, parseAssignment, parseDatum } from './values'

export const vsctlError = (message: string): CommandError => new CommandError(1, `ovs-vsctl: ${message}`)

/** One `ovs-vsctl` invocation: a copy of the database that all its commands change, kept or dropped as a whole. */
export class Transaction {
  readonly db: OvsDatabase
  readonly symbols = new Map<string, string>()

  constructor(
    readonly world: World,
    db: OvsDatabase,
  ) {
    this.db = copyDatabase(db)
  }

  root(): Row {
    const root = rootOf(this.db)
    if (root === undefined) throw vsctlError('no row "." in table Open_vSwitch')
    return root
  }

  put(row: Row): Row {
    this.db[row.table].set(row.uuid, row)
    return row
  }

  insert(table: TableName, columns: Record<string, Datum>, uuid?: string): Row {
    const name = String((columns.name as readonly unknown[] | undefined)?.[0] ?? table) // `name` is a set column, never a map.
    return this.put(newRow(table, uuid ?? this.world.nextUuid(`${table}/${name}`), columns))
  }

  set(row: Row, columns: Record<string, Datum>): Row {
    const current = this.db[row.table].get(row.uuid) ?? row
    return this.put(withColumns(current, columns))
  }

  /** The uuid behind "@name"; the same for each mention, whether created yet or not. */
  symbol(name: string): string {
    const known = this.symbols.get(name)
    if (known !== undefined) return known
    const uuid = this.world.nextUuid(name)
    this.symbols.set(name, uuid)
    return uuid
  }

  /** A record by uuid, by name, by "." for the one row of Open_vSwitch, or by a symbol. */
  record(table: TableName, text: string): Row {
    const row = this.findRecord(table, text)
    if (row === undefined) throw vsctlError(`no row "${text}" in table ${table}`)
    return row
  }

  findRecord(table: TableName, text: string): Row | undefined {
    if (text.startsWith('@')) return this.db[table].get(this.symbol(text))
    if (table === 'Open_vSwitch' && text === '.') return this.root()
    return this.db[table].get(text) ?? findByName(this.db, table, text)
  }

  resolve(table: TableName, column: string): (text: string) => string {
    const ref = columnsOf(table)[column]?.ref
    return (text) => {
      if (text.startsWith('@')) return this.symbol(text)
      return ref === undefined ? text : (this.findRecord(ref, text)?.uuid ?? text)
    }
  }

  /** "COLUMN[:KEY]=VALUE" applied to a row. */
  assign(row: Row, text: string): void {
    const { column: wanted, key, value } = parseAssignment(text)
    const { name, column } = findColumn(row.table, wanted)
    const current = this.db[row.table].get(row.uuid) ?? row
    if (key === null) {
      this.set(current, { [name]: parseDatum(value, column, this.resolve(row.table, name)) })
      return
    }
    if (column.shape !== 'map') throw vsctlError(`cannot specify key to set for non-map column ${name}`)
    const parsed = parseDatum(
      `${JSON.stringify(key)}=${value === '' ? '""' : value}`,
      column,
      this.resolve(row.table, name),
    )
    this.set(current, { [name]: new Map([...mapOf(current, name), ...(parsed as ReadonlyMap<string, string>)]) }) // a map column parses to a map
  }

  bridge(name: string): Row {
    const row = findByName(this.db, 'Bridge', name)
    if (row !== undefined) return row
    throw vsctlError(`no bridge named ${name}`)
  }

  ports(bridge: Row): Row[] {
    return referred(this.db, this.db.Bridge.get(bridge.uuid) ?? bridge, 'ports')
  }

  interfaces(port: Row): Row[] {
    return referred(this.db, port, 'interfaces')
  }

  bridgeOfPort(port: Row): Row | undefined {
    return [...this.db.Bridge.values()].find((bridge) => setOf(bridge, 'ports').includes(port.uuid))
  }

  portOfInterface(name: string): Row | undefined {
    return [...this.db.Port.values()].find((port) => this.interfaces(port).some((iface) => nameOf(iface) === name))
  }

  /** A fake bridge's parent and VLAN, or null for a real one (ovs-vsctl(8): a Port with fake_bridge=true). */
  fakeBridge(name: string): { port: Row; parent: Row; vlan: number } | null {
    const port = findByName(this.db, 'Port', name)
    if (port === undefined || valueOf(port, 'fake_bridge') !== true) return null
    const parent = this.bridgeOfPort(port)
    return parent === undefined ? null : { port, parent, vlan: Number(valueOf(port, 'tag') ?? 0) }
  }

  /** Real bridges and fake ones by name, sorted: what `list-br` prints. */
  bridgeNames(): { real: string[]; fake: string[] } {
    const real = [...this.db.Bridge.values()].map(nameOf).sort()
    const fake = [...this.db.Port.values()]
      .filter((port) => valueOf(port, 'fake_bridge') === true)
      .map(nameOf)
      .sort()
    return { real, fake }
  }

  isLocalPort(port: Row): boolean {
    return (
      textOf(port, 'name') === textOf(this.bridgeOfPort(port) ?? port, 'name') && this.bridgeOfPort(port) !== undefined
    )
  }
}
