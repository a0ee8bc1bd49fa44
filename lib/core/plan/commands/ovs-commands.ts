/* Open vSwitch's objects as words of ovs-vsctl. */
import type { OvsBridge, OvsPort } from '../../model/ovs'
import { vlanColumns } from '../../objects/ovs-config'

/** One command of a transaction: its words, joined to others with "--". */
export type Words = readonly string[]

/** Long enough for ovs-vswitchd to set up a bond on a busy host, short enough to leave time for the rollback. */
const TIMEOUT_SECONDS = 20

export const transactionOf = (commands: readonly Words[]): { argv: string[] } => ({
  argv: ['ovs-vsctl', `--timeout=${TIMEOUT_SECONDS}`, ...commands.flatMap((words) => ['--', ...words])],
})

/** A value as ovs-vsctl reads it: bare where that is safe, else as a JSON string (lib/ovsdb-parser.c). */
export const atom = (text: string): string => (/^[A-Za-z_][\w.-]*$|^\d[\d.]*$/.test(text) ? text : JSON.stringify(text))

/** All columns of a Port row that we write, without the maps. */
function portColumns(port: OvsPort): Record<string, string | null> {
  return {
    ...vlanColumns(port),
    bond_mode: port.bond?.mode ?? null,
    // "off" is what an empty column means: it is written only where it stands.
    lacp: port.bond === null || port.bond.lacp === 'off' ? null : port.bond.lacp,
  }
}

/** "tag=125 other_config:lacp-time=fast": settings behind add-port, add-bond or set. */
export function portSettings(port: OvsPort): string[] {
  const columns = Object.entries(portColumns(port)).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value}`],
  )
  return [
    ...columns,
    ...mapSettings('other_config', port.otherConfig),
    ...mapSettings('external_ids', port.externalIds),
  ]
}

const mapSettings = (column: string, map: Readonly<Record<string, string>>): string[] =>
  Object.entries(map).map(([key, value]) => `${column}:${atom(key)}=${atom(value)}`)

/** The commands that take a row's columns from one set of values to another. */
export function columnCommands(
  table: string,
  record: string,
  from: Readonly<Record<string, string | null>>,
  to: Readonly<Record<string, string | null>>,
): Words[] {
  const changed = Object.keys(to).filter((name) => from[name] !== to[name])
  const set = changed.flatMap((name) => (to[name] == null ? [] : [`${name}=${to[name]}`]))
  const cleared = changed.filter((name) => to[name] == null)
  return [
    ...(set.length > 0 ? [['set', table, record, ...set]] : []),
    ...(cleared.length > 0 ? [['clear', table, record, ...cleared]] : []),
  ]
}

export function mapCommands(
  table: string,
  record: string,
  column: string,
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Words[] {
  const changed = Object.entries(to).filter(([key, value]) => from[key] !== value)
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
  return [
    ...(changed.length > 0 ? [['set', table, record, ...mapSettings(column, Object.fromEntries(changed))]] : []),
    ...(gone.length > 0 ? [['remove', table, record, column, ...gone.map(atom)]] : []),
  ]
}

export const portCommands = (from: OvsPort, to: OvsPort): Words[] => [
  ...columnCommands('Port', to.name, portColumns(from), portColumns(to)),
  ...mapCommands('Port', to.name, 'other_config', from.otherConfig, to.otherConfig),
]

/** Settings of a bridge that are columns; true and false stand for themselves. */
function bridgeColumns(bridge: OvsBridge): Record<string, string | null> {
  return {
    stp_enable: String(bridge.isStpEnabled),
    rstp_enable: String(bridge.isRstpEnabled),
    mcast_snooping_enable: String(bridge.isMulticastSnooping),
    datapath_type: bridge.datapathType === 'system' ? null : bridge.datapathType,
    protocols: bridge.protocols.length === 0 ? null : bridge.protocols.join(','),
  }
}

/** UUIDs of a bridge's Controller rows by their target; null where they were not read. */
export type ControllerRows = ReadonlyMap<string, string> | null

/** `prefix` tells the symbols of one bridge from those of another in the same transaction. */
export function bridgeCommands(from: OvsBridge, to: OvsBridge, rows: ControllerRows = null, prefix = 'c'): Words[] {
  const { name } = to
  return [
    ...columnCommands('Bridge', name, bridgeColumns(from), bridgeColumns(to)),
    ...mapCommands('Bridge', name, 'other_config', from.otherConfig, to.otherConfig),
    ...mapCommands('Bridge', name, 'external_ids', from.externalIds, to.externalIds),
    ...(from.failMode === to.failMode
      ? []
      : [to.failMode === null ? ['del-fail-mode', name] : ['set-fail-mode', name, to.failMode]]),
    ...controllerCommands(from, to, rows, prefix),
  ]
}

/** set-controller makes all rows anew, without the settings of those that stay: they are touched one by one where they are known. */
function controllerCommands(from: OvsBridge, to: OvsBridge, rows: ControllerRows, prefix: string): Words[] {
  const { name } = to
  const targets = ({ controllers }: OvsBridge): string[] => controllers.map(({ target }) => target).sort()
  const [before, after] = [targets(from), targets(to)]
  if (before.join(' ') === after.join(' ')) return []
  if (after.length === 0) return [['del-controller', name]]
  const gone = before.filter((target) => !after.includes(target)).map((target) => rows?.get(target))
  if (before.length === 0 || rows === null || gone.includes(undefined)) return [['set-controller', name, ...after]]
  const added = after.filter((target) => !before.includes(target))
  return [
    ...added.flatMap((target, index): Words[] => [
      [`--id=@${prefix}${index}`, 'create', 'Controller', `target=${atom(target)}`],
      ['add', 'Bridge', name, 'controller', `@${prefix}${index}`],
    ]),
    ...gone.flatMap((uuid): Words[] => (uuid === undefined ? [] : [['remove', 'Bridge', name, 'controller', uuid]])),
  ]
}

/** Type, options and ids of an interface that was just added as a plain one. */
export const interfaceSettings = ({
  type,
  options,
  externalIds,
  otherConfig,
}: OvsPort['interfaces'][number]): string[] => [
  ...(type === 'system' ? [] : [`type=${atom(type)}`]),
  ...mapSettings('options', options),
  ...mapSettings('external_ids', externalIds),
  ...mapSettings('other_config', otherConfig),
]
