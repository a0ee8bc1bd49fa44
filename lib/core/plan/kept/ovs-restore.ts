import { OPENFLOW } from '../../raw/dump-readers'
import { atom, transactionOf } from '../commands/ovs-commands'
import type { ControllerRows, Words } from '../commands/ovs-commands'
import type { OvsKept, OvsRow } from './ovs-kept'
import type { OvsChange } from '../commands/ovs-rows'
import type { Command } from '../step'

/**
 * The commands that give objects which are made (again) all that their rows held, besides what the model knows: to be put behind those
 * that make them, in one transaction or in one of its own.
 */
export function restoreWords(changes: readonly OvsChange[], kept: OvsKept): Words[] {
  const roots = new Set(kept.roots)
  return targetsOf(changes).flatMap(({ table, name, only }, index) => {
    const row = Object.hasOwn(kept.rows, `${table} ${name}`) ? kept.rows[`${table} ${name}`] : undefined
    return row === undefined
      ? []
      : rowWords(table, name, only === undefined ? row : onlyColumn(row, only), { roots, prefix: `k${index}` })
  })
}

type Target = { table: 'Bridge' | 'Port' | 'Interface'; name: string; only?: string }

function targetsOf(changes: readonly OvsChange[]): Target[] {
  const targets = changes.flatMap((change): Target[] => {
    const { after, before } = change
    if (after === null) return []
    if (change.kind === 'ovs-bridge' && change.after !== null) {
      if (before === null) return [{ table: 'Bridge', name: change.name }]
      // set-controller makes all of them anew.
      const [was, is] = [change.before, change.after].map((each) =>
        each?.controllers
          .map(({ target }) => target)
          .sort()
          .join(' '),
      )
      return was === is ? [] : [{ table: 'Bridge', name: change.name, only: 'controller' }]
    }
    if (change.kind !== 'ovs-port' || change.after === null) return []
    const old = new Set(change.before?.interfaces.map(({ name }) => name) ?? [])
    const interfaces = change.after.interfaces.filter(({ name }) => !old.has(name))
    return [
      ...(before === null ? [{ table: 'Port', name: change.name } as const] : []),
      ...interfaces.map(({ name }) => ({ table: 'Interface', name }) as const),
    ]
  })
  return targets
}

/** A bridge's controllers as they are; null where they were not read. */
export function controllerRows(bridge: string, { rows }: OvsKept): ControllerRows {
  const row = Object.hasOwn(rows, `Bridge ${bridge}`) ? rows[`Bridge ${bridge}`] : undefined
  if (row === undefined) return null
  const controllers = row.rows.filter(({ column }) => column === 'controller')
  return new Map(controllers.map(({ uuid, columns }) => [JSON.parse(quoted(columns['target'] ?? '')) as string, uuid]))
}

/** As `atom` wrote it, bare or not. */
const quoted = (text: string): string => (text.startsWith('"') ? text : JSON.stringify(text))

const onlyColumn = (row: OvsRow, column: string): OvsRow => ({
  ...row,
  columns: {},
  rows: row.rows.filter((each) => each.column === column),
})

const settings = (columns: Readonly<Record<string, string>>): string[] =>
  Object.entries(columns).map(([column, value]) => `${column}=${value}`)

function rowWords(
  table: string,
  name: string,
  { columns, rows }: OvsRow,
  { roots, prefix }: { roots: ReadonlySet<string>; prefix: string },
): Words[] {
  const own: Words[] = Object.keys(columns).length === 0 ? [] : [['set', table, name, ...settings(columns)]]
  const made = rows.map((row, i) => ({ row, symbol: roots.has(row.uuid) ? row.uuid : `@${prefix}r${i}` }))
  const creations = made.flatMap(({ row, symbol }): Words[] => {
    if (roots.has(row.uuid)) return []
    const inner = row.rows.map((each, j) => ({ each, symbol: `${symbol}x${j}` }))
    const refs = references(inner.map(({ each, symbol: to }) => ({ column: each.column, key: each.key, symbol: to })))
    return [
      ...inner.map(({ each, symbol: to }): Words => [`--id=${to}`, 'create', each.table, ...settings(each.columns)]),
      [`--id=${symbol}`, 'create', row.table, ...settings(row.columns), ...refs],
    ]
  })
  const refs = references(made.map(({ row, symbol }) => ({ column: row.column, key: row.key, symbol })))
  return [...own, ...creations, ...(refs.length === 0 ? [] : [['set', table, name, ...refs]])]
}

/** "controller=@a,@b", "queues:0=@q" */
function references(all: readonly { column: string; key: string | null; symbol: string }[]): string[] {
  const sets = new Map<string, string[]>()
  for (const { column, key, symbol } of all) if (key === null) sets.set(column, [...(sets.get(column) ?? []), symbol])
  return [
    ...[...sets].map(([column, symbols]) => `${column}=${symbols.join(',')}`),
    ...all.flatMap(({ column, key, symbol }) => (key === null ? [] : [`${column}:${key}=${symbol}`])),
  ]
}

/** Bridges whose flows go, or lose the ports that they name, when these changes are made. */
export const bridgesOfFlows = (changes: readonly OvsChange[]): string[] => [
  ...new Set(
    changes.flatMap((change) => {
      if (change.kind === 'ovs-bridge') return isFlowsLost(change) ? [change.name] : []
      return change.kind === 'ovs-port' && change.before !== null && change.after === null ? [change.owner ?? ''] : []
    }),
  ),
]

/** A bridge that goes takes its flows along; one whose fail mode or controllers change may clear them. */
const isFlowsLost = ({ before, after }: Extract<OvsChange, { kind: 'ovs-bridge' }>): boolean =>
  before !== null &&
  (after === null || before.failMode !== after.failMode || before.controllers.length !== after.controllers.length)

/**
 * Puts a bridge's flows back: exactly those, ports by name since they may have other numbers now. Not `replace-flows`,
 * which loses the flag reset_counts.
 */
export const flowsCommand = (bridge: string, flows: string): Command => ({
  argv: ['ovs-ofctl', '-O', OPENFLOW, '--names', 'add-flows', bridge, '-'],
  stdin: `delete\n${flows}`,
})

/** As `add-br` makes a bridge, with the UUID that it had: its MAC address and datapath id are made of that. */
export function sameBridgeCommand(name: string, { rows }: OvsKept): Command | null {
  const uuid = Object.hasOwn(rows, `Bridge ${name}`) ? rows[`Bridge ${name}`]?.uuid : undefined
  if (uuid === undefined) return null
  return transactionOf([
    ['--id=@i', 'create', 'Interface', `name=${atom(name)}`, 'type=internal'],
    ['--id=@p', 'create', 'Port', `name=${atom(name)}`, 'interfaces=@i'],
    [`--id=${uuid}`, 'create', 'Bridge', `name=${atom(name)}`, 'ports=@p'],
    ['add', 'Open_vSwitch', '.', 'bridges', uuid],
  ])
}

/** Internal ports that are made again get the MAC addresses that they had; a bridge's own has one by its UUID. */
export const macCommands = (changes: readonly OvsChange[], { rows }: OvsKept): Command[] =>
  targetsOf(changes).flatMap(({ table, name }) => {
    const mac =
      table === 'Interface' && Object.hasOwn(rows, `Interface ${name}`) ? rows[`Interface ${name}`]?.mac : null
    const isBridge = Object.hasOwn(rows, `Bridge ${name}`)
    return mac == null || isBridge ? [] : [{ argv: ['ip', 'link', 'set', 'dev', name, 'address', mac] }]
  })
