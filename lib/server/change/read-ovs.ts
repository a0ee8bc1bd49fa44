import 'server-only'
import type { NetworkState } from '@/lib/core/model/network-state'
import { parseOvsdbTables } from '@/lib/core/parse/ovsdb'
import type { OvsKept } from '@/lib/core/plan/kept/ovs-kept'
import { ovsRowsOf, ownFlows } from '@/lib/core/plan/kept/ovs-kept'
import { flowReaders, OVSDB_READER } from '@/lib/core/raw/dump-readers'
import type { CommandRunner } from '../ssh/shell'

const READ_MS = 10_000
const MAX_DATABASE_BYTES = 16 * 1024 * 1024
/** More flows than this are a controller's work, and too much to keep with a plan. */
const MAX_FLOW_BYTES = 512 * 1024

/**
 * What Open vSwitch has besides what the model holds, with the flows of the bridges that these texts name, or whose ports they name.
 * Undefined: there is no Open vSwitch; null: it could not be read.
 */
export async function readOvs(
  runner: Pick<CommandRunner, 'run'>,
  { ovs }: NetworkState,
  texts: ReadonlySet<string>,
): Promise<OvsKept | null | undefined> {
  const bridges = (ovs?.bridges ?? []).filter(
    ({ name, ports }) => texts.has(name) || ports.some((port) => texts.has(port.name)),
  )
  if (ovs === null) return undefined
  const readers = bridges.map(({ name }) => flowReaders(name))
  const commands = [OVSDB_READER, ...readers.flat()].map(({ argv }) => ({
    ...{ argv, deadlineMs: READ_MS, maxBytes: argv === OVSDB_READER.argv ? MAX_DATABASE_BYTES : MAX_FLOW_BYTES },
  }))
  const [database, ...outputs] = await runner.run(commands)
  const tables = parseOvsdbTables(database?.status === 0 && !database.isTruncated ? database.stdout : '', [])
  if (!tables.ok) return null
  const kept: OvsKept = { ...ovsRowsOf(tables.value), flows: {}, lost: {} }
  for (const [i, { name, controllers }] of bridges.entries()) {
    const [flows, groups] = [outputs[2 * i], outputs[2 * i + 1]]
    const lost: string[] = []
    if (flows?.status !== 0) lost.push('flows that could not be read')
    else if (flows.isTruncated) lost.push('more flows than are kept with a plan')
    // A controller that is connected looks after them itself.
    else if (!controllers.some(({ isConnected }) => isConnected) && ownFlows(flows.stdout) !== '')
      kept.flows[name] = ownFlows(flows.stdout)
    const entries = (groups?.stdout ?? '').split('\n').filter((line) => /group_id=|meter=/.test(line)).length
    if (entries > 0) lost.push(`OpenFlow groups or meters (${entries})`)
    if (lost.length > 0) kept.lost[name] = lost
  }
  return kept
}
