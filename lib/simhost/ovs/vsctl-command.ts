import type { World } from '../machine/world'
import { attempt, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { bridgeCommand } from './bridge-commands'
import { collectGarbage, equalDatum, nameOf, rootOf, textOf, valueOf } from './database'
import type { OvsDatabase, Row } from './database'
import { recordCommand } from './record-commands'
import type { Format } from './record-commands'
import { renderShow } from './render-show'
import type { TableName } from './schema'
import { TABLES } from './schema'
import { Transaction, vsctlError } from './transaction'
import { refreshStatistics, settleOvs } from './vswitchd'

type Parsed = { flags: Set<string>; id: string | null; columns: string[] | null; words: string[] }

const splitCommands = (argv: readonly string[]): string[][] => {
  const groups: string[][] = [[]]
  for (const word of argv) {
    if (word === '--') groups.push([])
    else groups.at(-1)?.push(word)
  }
  return groups.filter((group) => group.length > 0)
}

/** Options stand before their command's word; "--timeout 5" and "-t 5" take the next word with them. */
const parseGroup = (group: readonly string[]): Parsed => {
  const flags = new Set<string>()
  const words = [...group]
  let id: string | null = null
  let columns: string[] | null = null
  while (words[0]?.startsWith('-') === true) {
    const [name = '', value] = (words.shift() ?? '').split(/=(.*)/s)
    const takesValue = ['-t', '--timeout', '-f', '--format', '-d', '--data', '--db', '--columns', '--id'].includes(name)
    const given = value ?? (takesValue ? words.shift() : undefined)
    if (name === '--id') id = given ?? ''
    else if (name === '--columns') columns = (given ?? '').split(',')
    else if (name === '-f' || name === '--format') flags.add(`--format=${given ?? ''}`)
    else flags.add(name)
  }
  return { flags, id, columns, words }
}

/** Columns that no watch asks for: they change every few seconds on a host where nothing happens. */
const UNWATCHED = new Set(['statistics', 'status'])

const differs = (before: Row, after: Row): boolean =>
  Object.entries(after.columns).some(
    ([name, datum]) => !UNWATCHED.has(name) && !equalDatum(before.columns[name], datum),
  )

/** Tells watchers which rows differ. */
export const announce = (world: World, before: OvsDatabase, after: OvsDatabase): void => {
  for (const table of Object.keys(TABLES) as TableName[]) {
    // keys of TABLES are TableName by its `satisfies`.
    for (const [uuid, row] of after[table]) {
      const old = before[table].get(uuid)
      if (old === undefined) world.emit({ kind: 'ovs', table, action: 'insert', uuid, name: nameOf(row) })
      else if (old !== row && differs(old, row))
        world.emit({ kind: 'ovs', table, action: 'modify', uuid, name: nameOf(row) })
    }
    for (const [uuid, row] of before[table])
      if (!after[table].has(uuid)) world.emit({ kind: 'ovs', table, action: 'delete', uuid, name: nameOf(row) })
  }
}

/** What ovs-vsctl prints, with exit status 0, for interfaces that it added and ovs-vswitchd could not open. */
const lies = (before: OvsDatabase, after: OvsDatabase): string => {
  const broken = [...after.Interface.values()].filter(
    (row) => !before.Interface.has(row.uuid) && valueOf(row, 'ofport') === -1,
  )
  if (broken.length === 0) return ''
  const lines = broken.map(
    (row) =>
      `ovs-vsctl: Error detected while setting up '${nameOf(row)}': ${textOf(row, 'error')}.  See ovs-vswitchd log for details.\n`,
  )
  return `${lines.join('')}ovs-vsctl: The default log directory is "/var/log/openvswitch".\n`
}

const commit = (world: World, before: OvsDatabase, txn: Transaction): string => {
  collectGarbage(txn.db)
  const isChanged = Object.keys(TABLES).some((name) => {
    const table = name as TableName // keys of TABLES are TableName by its `satisfies`.
    return (
      txn.db[table].size !== before[table].size ||
      [...txn.db[table]].some(([uuid, row]) => before[table].get(uuid) !== row)
    )
  })
  if (!isChanged) return ''
  const root = rootOf(txn.db)
  if (root !== undefined) txn.set(root, { next_cfg: [Number(valueOf(root, 'next_cfg') ?? 0) + 1] })
  world.state.ovs = txn.db
  settleOvs(world)
  // All that had changed in the kernel before this transaction has been looked at with it.
  world.isUnsettled = false
  announce(world, before, txn.db)
  return lies(before, txn.db)
}

const CONNECT = 'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)'

const runAll = (world: World, db: OvsDatabase, groups: readonly Parsed[]): Result => {
  const { generated } = world.state
  const txn = new Transaction(world, db)
  const isJson = groups.some(({ flags }) => flags.has('--format=json'))
  const isBare = groups.some(({ flags }) => flags.has('--bare'))
  const outputs: string[] = []
  for (const { flags, id, columns, words } of groups) {
    const [command = '', ...rest] = words
    if (command === '') continue
    const format: Format = { isJson, isBare, columns, noHeading: flags.has('--no-heading') }
    const output =
      command === 'show'
        ? renderShow(world.state, txn.db)
        : (bridgeCommand(txn, command, rest, flags) ?? recordCommand(txn, command, rest, flags, id, format))
    if (output === undefined) throw vsctlError(`unknown command '${command}'; use --help for help`)
    if (typeof output === 'number') return failed(output, '')
    if (output !== '') outputs.push(`${output}\n`)
  }
  const isTrial = groups.some(({ flags }) => flags.has('--dry-run'))
  if (isTrial) world.state.generated = generated
  const stderr = isTrial ? '' : commit(world, db, txn)
  return { status: 0, stdout: outputs.join(''), stderr }
}

const readsStatistics = ({ words, columns }: Parsed): boolean =>
  columns === null
    ? words[0] === 'list' || words.some((word) => word.startsWith('statistics'))
    : columns.includes('statistics')

/** ovs-vsctl(8): a chain of commands joined with `--` is one transaction, done as a whole or not at all. */
export const vsctlCommand = (world: World, argv: readonly string[]): Result =>
  attempt(() => {
    const { ovs, system, stopped } = world.state
    const groups = splitCommands(argv).map(parseGroup)
    if (groups.some(({ flags }) => flags.has('--version') || flags.has('-V')))
      return ok(`ovs-vsctl (Open vSwitch) ${system.ovsVersion}\nDB Schema ${system.ovsSchemaVersion}\n`)
    if (ovs === null || stopped.has('ovsdb-server')) return failed(1, CONNECT)
    if (groups.some(readsStatistics)) refreshStatistics(world)
    return runAll(world, ovs, groups)
  })
