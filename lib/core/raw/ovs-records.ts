import type { OvsdbAtom, OvsdbRow, OvsdbTables, OvsdbValue } from '../parse/ovsdb'
import { flag, references, rowsOf, text } from '../parse/ovsdb'
import type { Names } from './names'
import { rowIndex } from './names'
import type { RawRecord } from './raw-record'
import { isVolatileColumn, withoutFlowCounters } from './volatile'

type Rows = ReadonlyMap<string, OvsdbRow>

/**
 * Bridges, ports and interfaces; what their columns refer to (QoS, NetFlow, controllers …) is told as part of them.
 */
export function ovsdbRecords(tables: OvsdbTables, names: Names): RawRecord[] {
  const rows = rowIndex(tables)
  const record = (kind: string, row: OvsdbRow, read: () => Record<string, string>): RawRecord => {
    const name = text(row, 'name') ?? ''
    return {
      key: `ovs ${kind} ${names.same(name)}`,
      words: `OVS ${kind} ${name}`,
      about: [name, names.same(name)],
      hangsOn: names.hangsOn(name),
      isTap: names.isTap(name),
      read,
    }
  }
  return rowsOf(tables, 'Bridge').flatMap((bridge) => {
    const name = text(bridge, 'name') ?? ''
    const ports = referred(bridge, 'ports', rows).flatMap((port) => [
      record('port', port, () => ({ bridge: name, ...columns(port, rows) })),
      ...referred(port, 'interfaces', rows).map((iface) =>
        record('interface', iface, () => ({
          port: names.same(text(port, 'name') ?? ''),
          ...columns(iface, rows),
        })),
      ),
    ])
    return [record('bridge', bridge, () => columns(bridge, rows)), ...ports]
  })
}

const referred = (row: OvsdbRow, column: string, rows: Rows): OvsdbRow[] =>
  references(row, column).flatMap((uuid) => rows.get(uuid) ?? [])

function columns(row: OvsdbRow, rows: Rows, path = '', depth = 0): Record<string, string> {
  return Object.fromEntries(
    [...row].flatMap(([column, value]) =>
      isVolatileColumn(column) && (column !== 'name' || depth === 0)
        ? []
        : cell(value, rows, path === '' ? column : `${path}.${column}`, depth),
    ),
  )
}

function cell(value: OvsdbValue, rows: Rows, path: string, depth: number): [string, string][] {
  if (value.kind === 'map')
    return value.entries.flatMap(([key, item]) => atomCells(item, rows, `${path}.${String(key)}`, depth))
  const refs = value.items.filter((item) => rows.has(String(item)))
  if (refs.length === 0) return value.items.length === 0 ? [] : [[path, value.items.map(String).sort().join(' ')]]
  if (refs.length === 1) return atomCells(refs[0] ?? '', rows, path, depth)
  return refs.flatMap((ref) => atomCells(ref, rows, `${path}.${labelOf(rows.get(String(ref)))}`, depth))
}

/** Of several rows in one column each is known by what it is called, or whom it reaches. */
const labelOf = (row: OvsdbRow | undefined): string =>
  row === undefined ? '' : (text(row, 'name') ?? text(row, 'target') ?? '')

function atomCells(atom: OvsdbAtom, rows: Rows, path: string, depth: number): [string, string][] {
  const row = typeof atom === 'string' ? rows.get(atom) : undefined
  if (row === undefined) return [[path, String(atom)]]
  // A mirror names ports, which are objects of their own.
  if (row.has('interfaces') || row.has('ofport') || row.has('ports') || depth > 3)
    return [[path, text(row, 'name') ?? '']]
  return Object.entries(columns(row, rows, path, depth + 1))
}

/** `ovs-ofctl dump-flows` and dump-groups of a bridge: what each line says is there, or not. */
export function flowRecords(kind: 'flows' | 'groups', printed: string, bridge: string): RawRecord[] {
  const lines = flowLines(printed)
  return [
    {
      key: `${kind} of ${bridge}`,
      words: `OVS bridge ${bridge}`,
      about: [bridge],
      hangsOn: [],
      isTap: false,
      read: () =>
        Object.fromEntries(lines.map((line) => [`${kind === 'flows' ? 'flow' : 'group or meter'} ${line}`, 'there'])),
    },
  ]
}

const flowLines = (printed: string): string[] =>
  printed
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\S*_?reply|^(?:OFPST|NXST)_/.test(line))
    .map((line) => withoutFlowCounters(line).trim())

/** A connected controller looks after the flows itself, and sends them anew. */
export const hasConnectedController = (tables: OvsdbTables, bridge: string): boolean => {
  const rows = rowIndex(tables)
  const row = rowsOf(tables, 'Bridge').find((each) => text(each, 'name') === bridge)
  return row !== undefined && referred(row, 'controller', rows).some((controller) => flag(controller, 'is_connected'))
}
