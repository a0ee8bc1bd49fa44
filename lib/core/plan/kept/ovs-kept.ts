import { z } from 'zod'
import type { OvsdbAtom, OvsdbRow, OvsdbTables, OvsdbValue } from '../../parse/ovsdb'
import { rowsOf, text, uuidOf } from '../../parse/ovsdb'
import { isVolatileColumn } from '../../raw/volatile'
import { atom } from '../commands/ovs-commands'

const Columns = z.record(z.string(), z.string())
const Referred = z.object({
  /** The column that refers to it, and its key there where that is a map (a queue's number). */
  column: z.string(),
  key: z.string().nullable(),
  table: z.string(),
  uuid: z.string(),
  columns: Columns,
})
/** A row of OVSDB with all that somebody has set in it: columns as ovs-vsctl reads them, and the rows that only it refers to. */
export const OvsRow = z.object({
  uuid: z.string(),
  /** Of an internal port that nobody gave one: the MAC address that ovs-vswitchd made up. */
  mac: z.string().nullable(),
  columns: Columns,
  rows: z.array(Referred.extend({ rows: z.array(Referred) })),
})
export type OvsRow = z.infer<typeof OvsRow>

/**
 * What Open vSwitch has of the objects of a plan besides what the model holds, read when it was made: what a bridge that is made again
 * needs to be the same.
 */
export const OvsKept = z.object({
  /** By "Bridge br0", "Port eth1", "Interface eth1". */
  rows: z.record(z.string(), OvsRow),
  /** Flows by bridge, as `ovs-ofctl add-flows` reads them. A bridge that has none of its own, or whose flows are too many, is absent. */
  flows: z.record(z.string(), z.string()),
  /** Rows that outlive what refers to them (QoS). */
  roots: z.array(z.string()),
  /** What is not kept and goes with a bridge, in words, by bridge: "2 groups or meters". */
  lost: z.record(z.string(), z.array(z.string())),
})
export type OvsKept = z.infer<typeof OvsKept>

export const NOTHING_KEPT: OvsKept = { rows: {}, flows: {}, roots: [], lost: {} }

/** Objects of their own, or made by what makes the row. */
const OTHERS: ReadonlySet<string> = new Set(['ports', 'interfaces', 'mirrors', 'fake_bridge'])

type Indexed = ReadonlyMap<string, { table: string; row: OvsdbRow }>

/** Bridges, ports and interfaces of a whole database. */
export function ovsRowsOf(tables: OvsdbTables): Pick<OvsKept, 'rows' | 'roots'> {
  const index: Indexed = new Map(
    [...tables].flatMap(([table, rows]) => rows.map((row) => [uuidOf(row), { table, row }] as const)),
  )
  const rows = ['Bridge', 'Port', 'Interface'].flatMap((table) =>
    rowsOf(tables, table).map((row) => [`${table} ${text(row, 'name') ?? ''}`, ovsRow(row, index)] as const),
  )
  return { rows: Object.fromEntries(rows), roots: rowsOf(tables, 'QoS').map(uuidOf) }
}

function ovsRow(row: OvsdbRow, index: Indexed): OvsRow {
  const isMadeUp = text(row, 'type') === 'internal' && text(row, 'mac') === null
  return {
    uuid: uuidOf(row),
    mac: isMadeUp ? text(row, 'mac_in_use') : null,
    columns: columnsOf(row, index),
    rows: referredBy(row, index).map((referred) => ({
      ...referred,
      rows: referredBy(index.get(referred.uuid)?.row ?? new Map(), index),
    })),
  }
}

const isOurs = (column: string): boolean =>
  !OTHERS.has(column) && (column === 'name' ? false : !isVolatileColumn(column))

function columnsOf(row: OvsdbRow, index: Indexed): Record<string, string> {
  return Object.fromEntries(
    [...row].flatMap(([column, value]) => {
      if (!isOurs(column) || refsIn(value, index).length > 0) return []
      const written = valueText(column, value)
      return written === null ? [] : [[column, written]]
    }),
  )
}

/** Columns that are never empty, and hold 0, false or "" in a new row (vswitch.ovsschema). In all others that says something. */
const ZERO_BY_ITSELF: ReadonlySet<string> = new Set([
  ...['stp_enable', 'rstp_enable', 'mcast_snooping_enable', 'bond_updelay', 'bond_downdelay', 'bond_fake_iface'],
  ...['protected', 'type', 'ingress_policing_rate', 'ingress_policing_burst', 'ingress_policing_kpkts_rate'],
  ...['ingress_policing_kpkts_burst', 'active_timeout', 'add_id_to_interface', 'select_all'],
])

/** As ovs-vsctl reads it (ovs-vsctl(8), "Database values"). Null: what an empty column, or a new row, has. */
function valueText(column: string, value: OvsdbValue): string | null {
  if (value.kind === 'map')
    return value.entries.length === 0
      ? null
      : `{${value.entries.map(([key, item]) => `${atomText(key)}=${atomText(item)}`).join(',')}}`
  const [only] = value.items
  if (only === undefined || (ZERO_BY_ITSELF.has(column) && (only === 0 || only === false || only === ''))) return null
  return value.items.length === 1 ? atomText(only) : `[${value.items.map(atomText).join(',')}]`
}

const atomText = (value: OvsdbAtom): string => (typeof value === 'string' ? atom(value) : String(value))

function refsIn(value: OvsdbValue, index: Indexed): { key: string | null; uuid: string }[] {
  const all: [string | null, OvsdbAtom][] =
    value.kind === 'map'
      ? value.entries.map(([key, item]) => [String(key), item])
      : value.items.map((item) => [null, item])
  return all.flatMap(([key, item]) => (typeof item === 'string' && index.has(item) ? [{ key, uuid: item }] : []))
}

function referredBy(row: OvsdbRow, index: Indexed): OvsRow['rows'][number]['rows'] {
  return [...row].flatMap(([column, value]) => {
    if (column === '_uuid' || !isOurs(column)) return []
    return refsIn(value, index).flatMap(({ key, uuid }) => {
      const found = index.get(uuid)
      return found === undefined
        ? []
        : [{ column, key, table: found.table, uuid, columns: columnsOf(found.row, index) }]
    })
  })
}

/** Flows of a bridge besides the one that ovs-vswitchd makes when no controller looks after it; "" for none. */
export const ownFlows = (printed: string): string => {
  const lines = printed.split('\n').filter((line) => /actions=/.test(line))
  const isPlain = lines.every((line) => /^\s*(?:cookie=0x0, ?)?priority=0 actions=NORMAL$/.test(line))
  return isPlain ? '' : lines.map((line) => `${line.trim()}\n`).join('')
}
