import type { SimState } from '../machine/state'
import { nameOf, referred, rootOf, textOf, valueOf } from './database'
import type { OvsDatabase, Row } from './database'
import { columnsOf } from './schema'
import { renderDatum } from './values'

const indent = (depth: number, text: string): string => `${' '.repeat(4 * depth)}${text}`

const field = (row: Row, name: string, depth: number): string[] => {
  const column = columnsOf(row.table)[name]
  const datum = row.columns[name]
  const isEmpty =
    datum === undefined ||
    (Array.isArray(datum) ? datum.length === 0 || datum[0] === '' : datum instanceof Map && datum.size === 0)
  return isEmpty || column === undefined ? [] : [indent(depth, `${name}: ${renderDatum(datum, column)}`)]
}

const interfaceLines = (row: Row): string[] => [
  indent(3, `Interface ${nameOf(row)}`),
  ...field(row, 'type', 4),
  ...field(row, 'options', 4),
  ...(textOf(row, 'error') === '' ? [] : [indent(4, `error: ${JSON.stringify(textOf(row, 'error'))}`)]),
]

const portLines = (db: OvsDatabase, row: Row): string[] => [
  indent(2, `Port ${nameOf(row)}`),
  ...field(row, 'tag', 3),
  ...field(row, 'trunks', 3),
  ...referred(db, row, 'interfaces').flatMap(interfaceLines),
]

const bridgeLines = (db: OvsDatabase, row: Row): string[] => [
  indent(1, `Bridge ${nameOf(row)}`),
  ...referred(db, row, 'controller').flatMap((controller) => [
    indent(2, `Controller ${JSON.stringify(nameOf(controller))}`),
    ...(valueOf(controller, 'is_connected') === true ? [indent(3, 'is_connected: true')] : []),
  ]),
  ...field(row, 'fail_mode', 2),
  ...field(row, 'datapath_type', 2),
  ...referred(db, row, 'ports').flatMap((port) => portLines(db, port)),
]

/** `ovs-vsctl show`, without its last newline. */
export const renderShow = (state: SimState, db: OvsDatabase): string =>
  [
    rootOf(db)?.uuid ?? '',
    ...[...db.Manager.values()].map((row) => indent(1, `Manager ${JSON.stringify(nameOf(row))}`)),
    ...[...db.Bridge.values()].flatMap((row) => bridgeLines(db, row)),
    indent(1, `ovs_version: ${JSON.stringify(state.system.ovsVersion)}`),
  ].join('\n')
