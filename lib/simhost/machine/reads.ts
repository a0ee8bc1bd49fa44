import { LIBVIRT_GUESTS } from '../../core/observe/guests-commands'
import { LIBVIRT_NETWORKS } from '../../core/observe/libvirt-commands'
import { PROC_BONDING, SYSFS_NET } from '../../core/observe/links-commands'
import { OVS_DATABASE, OVS_FDB, OVS_TABLES } from '../../core/observe/ovs-commands'
import { QEMU_PROCESSES } from '../../core/observe/processes-commands'
import { READ_COMMANDS } from '../../core/observe/read-commands'
import type { ReadCommand } from '../../core/observe/read-command'
import { LINK_COUNTERS, OVS_COUNTERS } from '../../core/rates/rate-commands'
import { LINK_MANAGER_FACTS, SYSTEM_FACTS, TOOL_FACTS } from '../../core/observe/system-commands'
import { renderAllBonding } from '../kernel/render-bonding'
import { renderSysfsNet } from '../kernel/render-sysfs'
import { guestsBatch, networksBatch } from '../libvirt/render-batch'
import { tableJson, headingsOf } from '../ovs/render-json'
import { renderFdb } from '../ovs/render-appctl'
import { nameOf } from '../ovs/database'
import { renderProcesses } from '../render/processes'
import { renderCounters } from '../render/counters'
import { renderLinkManagers, renderSystem, renderTools } from '../render/system'
import { failed, ok } from './result'
import type { Result } from './result'
import type { Session } from './session'
import type { World } from './world'

/**
 * The console's reading scripts, known by identity: the simulated host runs no shell, so a script is answered with what it
 * would print. Plain commands (`ip -d -j addr`) are not here: the tools answer those themselves.
 */
type Answer = (world: World, session: Session, isPresent: (tool: string) => boolean) => Result

const database: Answer = ({ state }, _session, isPresent) => {
  if (!isPresent('ovs-vsctl')) return failed(127, 'sh: 4: ovs-vsctl: not found')
  const { ovs } = state
  if (ovs === null || state.stopped.has('ovsdb-server'))
    return failed(
      1,
      'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)',
    )
  const columns = /--columns=(\S+)/.exec(OVS_DATABASE.argv[2] ?? '')?.[1]?.split(',')
  const documents = OVS_TABLES.map((table) => {
    const headings = table === 'Interface' && columns !== undefined ? columns : headingsOf(table)
    return `${JSON.stringify(tableJson([...ovs[table].values()], headings))}\n`
  })
  return ok(documents.join(''))
}

const fdb: Answer = ({ state }, _session, isPresent) => {
  if (!isPresent('ovs-vsctl')) return failed(127, 'sh: 2: ovs-vsctl: not found')
  const { ovs } = state
  if (ovs === null || state.stopped.has('ovs-vswitchd')) return ok()
  const names = [...ovs.Bridge.values()].map(nameOf).sort()
  return ok(names.map((name) => `bridge ${name}\n${renderFdb(state, ovs, name) ?? ''}`).join(''))
}

const ANSWERS: readonly [ReadCommand, Answer][] = [
  [SYSTEM_FACTS, (world, session) => ok(renderSystem(world, session))],
  [TOOL_FACTS, (world, _session, isPresent) => ok(renderTools(world, isPresent))],
  [LINK_MANAGER_FACTS, (world) => ok(renderLinkManagers(world))],
  [PROC_BONDING, ({ state }) => ok(renderAllBonding(state))],
  [SYSFS_NET, ({ state }) => ok(renderSysfsNet(state))],
  [OVS_DATABASE, database],
  [OVS_FDB, fdb],
  [LIBVIRT_GUESTS, guestsBatch],
  [LIBVIRT_NETWORKS, networksBatch],
  [QEMU_PROCESSES, ({ state }) => ok(renderProcesses(state))],
  [LINK_COUNTERS, (world) => ok(renderCounters(world))],
]

const keyOf = (argv: readonly string[]): string => argv.join('\0')

const BY_ARGV: ReadonlyMap<string, Answer> = new Map(ANSWERS.map(([command, answer]) => [keyOf(command.argv), answer]))

export const findRead = (argv: readonly string[]): Answer | undefined => BY_ARGV.get(keyOf(argv))

const IDS: ReadonlyMap<string, string> = new Map(
  [...READ_COMMANDS, LINK_COUNTERS, OVS_COUNTERS].map(({ id, argv }) => [keyOf(argv), id]),
)

/** The id of a reading command ("links.addr", "ovs.database"), for faults that name one. */
export const findReadId = (argv: readonly string[]): string | undefined => IDS.get(keyOf(argv))

/** Scripts among the reading commands that no answer is known for; a test keeps this empty. */
export const unansweredScripts = (): string[] =>
  READ_COMMANDS.filter(({ argv }) => argv[0] === 'sh' && findRead(argv) === undefined).map(({ id }) => id)
