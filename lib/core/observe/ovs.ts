import type { FdbEntry } from '../model/link'
import type { OvsBridge, OvsPort, OvsState } from '../model/ovs'
import type { Unrecognised } from '../model/network-state'
import { parseBondShow, parseFdbShow, parseLacpShow } from '../parse/ovs-appctl'
import type { BondShow, FdbShow, LacpShow } from '../parse/ovs-appctl'
import {
  entries,
  flag,
  integer,
  integers,
  parseOvsdbDump,
  references,
  rowsOf,
  text,
  textMap,
  texts,
  uuidOf,
} from '../parse/ovsdb'
import type { OvsdbDump, OvsdbRow, OvsdbTables } from '../parse/ovsdb'
import { unparsed } from '../parse/parsed'
import type { Parsed } from '../parse/parsed'
import { vlanOfColumns } from '../vlan/ovs-port'
import { byName } from './in-order'
import { observed, takeFact } from './observed'
import type { Observed, Problem } from './observed'
import { bondOf } from './ovs-bond'
import { OVS_BONDS, OVS_DATABASE, OVS_FDB, OVS_LACP, OVS_TABLES } from './ovs-commands'
import { interfaceOf, isKnownInterfaceType } from './ovs-interface'
import type { RawFacts } from './read-command'

/** The database, with what ovs-vswitchd says about it, as lookups. */
type Source = {
  tables: OvsdbTables
  rowByUuid: ReadonlyMap<string, OvsdbRow>
  bonds: readonly BondShow[]
  lacp: readonly LacpShow[]
  interfaceTypes: ReadonlySet<string>
  unrecognised: Unrecognised[]
}

/**
 * Open vSwitch as its database describes it, and what its bridges learned. Membership comes from here and never from
 * `ip link`. State null: no database was read. With ovs-vswitchd dead the state is what the database last held, and the
 * problems say that bonds and forwarding tables could not be read.
 */
export function observeOvs(facts: RawFacts): Observed<{ state: OvsState | null; fdb: FdbEntry[] }> {
  const database = takeFact(facts, OVS_DATABASE, parseDatabase)
  const bonds = takeFact(facts, OVS_BONDS, parseBondShow)
  const lacp = takeFact(facts, OVS_LACP, parseLacpShow)
  const fdb = takeFact(facts, OVS_FDB, parseFdbShow)
  const problems = [...database.problems, ...bonds.problems, ...lacp.problems, ...fdb.problems]
  if (database.value === null) return observed({ state: null, fdb: [] }, problems)
  const source = sourceOf(database.value, bonds.value ?? [], lacp.value ?? [])
  const state = stateOf(source)
  problems.push(...unreadRows(database.value, source.rowByUuid))
  for (const raw of database.value.rejected)
    source.unrecognised.push({ source: 'ovs', what: 'a row of the database', name: null, raw })
  return observed({ state, fdb: fdbOf(fdb.value ?? [], state.bridges) }, problems, source.unrecognised)
}

/** Every table, or nothing: a database without its mirrors or controllers looks like one that has none. */
function parseDatabase(stdout: string): Parsed<OvsdbDump> {
  const dump = parseOvsdbDump(stdout, OVS_TABLES)
  if (!dump.ok) return dump
  const lacks = OVS_TABLES.filter((name) => !dump.value.tables.has(name))
  return lacks.length === 0
    ? dump
    : unparsed(`wanted ${OVS_TABLES.length} tables, found none of ${lacks.join(', ')}`, 'the end')
}

/** What of the database is not known: rows that were not understood, and references to rows that were not printed. */
function unreadRows({ tables, rejected }: OvsdbDump, rowByUuid: Source['rowByUuid']): Problem[] {
  const lost = REFERENCES.flatMap(([table, columns]) =>
    rowsOf(tables, table).flatMap((row) =>
      columns.flatMap((column) => references(row, column).filter((uuid) => !rowByUuid.has(uuid))),
    ),
  )
  const count = rejected.length + new Set(lost).size
  if (count === 0) return []
  const what = count === 1 ? 'a row' : `${count} rows`
  const message = `ovs-vsctl gave ${what} that we cannot read, or not at all; the others were read. Try it on the host: ${OVS_DATABASE.display}`
  return [{ command: OVS_DATABASE.display, code: 'invalid_output', message }]
}

/** Columns that name rows of the tables that are read. */
const REFERENCES = [
  ['Open_vSwitch', ['bridges', 'manager_options']],
  ['Bridge', ['ports', 'mirrors', 'controller']],
  ['Port', ['interfaces', 'qos']],
  ['Mirror', ['select_src_port', 'select_dst_port', 'output_port']],
] as const

function sourceOf({ tables }: OvsdbDump, bonds: readonly BondShow[], lacp: readonly LacpShow[]): Source {
  const rowByUuid = new Map([...tables.values()].flat().map((row) => [uuidOf(row), row]))
  const interfaceTypes = new Set(rowsOf(tables, 'Open_vSwitch').flatMap((row) => texts(row, 'iface_types')))
  return { tables, rowByUuid, bonds, lacp, interfaceTypes, unrecognised: [] }
}

function stateOf(source: Source): OvsState {
  const root: OvsdbRow = rowsOf(source.tables, 'Open_vSwitch')[0] ?? new Map()
  return {
    version: text(root, 'ovs_version'),
    schemaVersion: text(root, 'db_version'),
    systemId: textMap(root, 'external_ids')['system-id'] ?? null,
    mappedBridges: mappedBridges(textMap(root, 'external_ids')['ovn-bridge-mappings'] ?? ''),
    bridges: rowsOf(source.tables, 'Bridge')
      .map((row) => bridgeOf(source, row))
      .sort(byName),
    managers: rowsOf(source.tables, 'Manager').map((row) => ({
      target: text(row, 'target') ?? '',
      isConnected: flag(row, 'is_connected'),
      state: textMap(row, 'status').state ?? null,
    })),
    nextConfig: integer(root, 'next_cfg'),
    currentConfig: integer(root, 'cur_cfg'),
  }
}

/** "physnet1:br-ex,physnet2:br-vlan" (ovn-controller(8)). */
const mappedBridges = (text: string): string[] =>
  text.split(',').flatMap((pair) => /:([^:]+)$/.exec(pair.trim())?.[1] ?? [])

function bridgeOf(source: Source, row: OvsdbRow): OvsBridge {
  const name = text(row, 'name') ?? ''
  const portRows = referenced(source, row, 'ports')
  const fakePorts = portRows.filter(isFakeBridge)
  const ports = portRows.map((port) => portOf(source, port, name, fakePorts)).sort(byName)
  const failMode = text(row, 'fail_mode')
  return {
    uuid: uuidOf(row),
    name,
    datapathType: text(row, 'datapath_type') ?? 'system',
    datapathId: text(row, 'datapath_id'),
    failMode: failMode === 'standalone' || failMode === 'secure' ? failMode : null,
    controllers: referenced(source, row, 'controller').map((controller) => ({
      target: text(controller, 'target') ?? '',
      isConnected: flag(controller, 'is_connected'),
      role: text(controller, 'role'),
      state: textMap(controller, 'status').state ?? null,
      lastError: textMap(controller, 'status').last_error ?? null,
    })),
    isStpEnabled: flag(row, 'stp_enable'),
    isRstpEnabled: flag(row, 'rstp_enable'),
    isMulticastSnooping: flag(row, 'mcast_snooping_enable'),
    protocols: texts(row, 'protocols'),
    ports,
    fakeBridges: fakePorts
      .map((port) => {
        const fake = text(port, 'name') ?? ''
        const members = ports.filter((member) => member.fakeBridge === fake).map((member) => member.name)
        return { name: fake, parent: name, vlanId: integer(port, 'tag') ?? 0, ports: members }
      })
      .sort(byName),
    mirrors: referenced(source, row, 'mirrors')
      .map((mirror) => mirrorOf(source, mirror, name))
      .sort(byName),
    externalIds: textMap(row, 'external_ids'),
    otherConfig: textMap(row, 'other_config'),
  }
}

/** A fake bridge needs a tag: without one ovs-vsctl treats the port as any other (port_is_fake_bridge, ovs-vsctl.c). */
const isFakeBridge = (port: OvsdbRow): boolean => flag(port, 'fake_bridge') && integer(port, 'tag') !== null

function portOf(source: Source, row: OvsdbRow, bridge: string, fakePorts: readonly OvsdbRow[]): OvsPort {
  const name = text(row, 'name') ?? ''
  const tag = integer(row, 'tag')
  const { vlan, ignoredTrunks, unknownMode } = vlanOfColumns({
    vlanMode: text(row, 'vlan_mode'),
    tag,
    trunks: integers(row, 'trunks'),
    cvlans: integers(row, 'cvlans'),
  })
  const note = (what: string, raw: string): void => void source.unrecognised.push({ source: 'ovs', what, name, raw })
  if (unknownMode !== null) note(`vlan_mode '${unknownMode}' of port ${name}`, unknownMode)
  const interfaces = referenced(source, row, 'interfaces').map(interfaceOf).sort(byName)
  for (const { name: iface, type } of interfaces)
    if (!isKnownInterfaceType(type, source.interfaceTypes)) note(`interface type '${type}' of ${iface}`, type)
  const fakeBridge = isFakeBridge(row) ? undefined : fakePorts.find((fake) => integer(fake, 'tag') === tag)
  return {
    uuid: uuidOf(row),
    name,
    bridge,
    vlan,
    ignoredTrunks,
    interfaces,
    bond:
      interfaces.length < 2
        ? null
        : bondOf(
            row,
            interfaces,
            source.bonds.find((bond) => bond.name === name),
            source.lacp.find((bond) => bond.name === name),
          ),
    fakeBridge: fakeBridge === undefined ? null : text(fakeBridge, 'name'),
    qos: qosOf(source, row),
    externalIds: textMap(row, 'external_ids'),
    otherConfig: textMap(row, 'other_config'),
  }
}

function qosOf(source: Source, port: OvsdbRow): OvsPort['qos'] {
  const [qos] = referenced(source, port, 'qos')
  if (qos === undefined) return null
  const queues = entries(qos, 'queues').map(([id, queue]) => ({
    id: Number(id),
    maxRateBps: rateOf(source.rowByUuid.get(String(queue))),
  }))
  return {
    type: text(qos, 'type') ?? '',
    maxRateBps: rateOf(qos),
    queues: queues.filter(({ id }) => Number.isSafeInteger(id)).sort((a, b) => a.id - b.id),
  }
}

function rateOf(row: OvsdbRow | undefined): number | null {
  const rate = row === undefined ? undefined : textMap(row, 'other_config')['max-rate']
  return rate !== undefined && /^\d{1,15}$/.test(rate) ? Number(rate) : null
}

function mirrorOf(source: Source, row: OvsdbRow, bridge: string): OvsBridge['mirrors'][number] {
  const portNames = (column: string): string[] =>
    referenced(source, row, column)
      .map((port) => text(port, 'name') ?? '')
      .sort()
  return {
    name: text(row, 'name') ?? '',
    bridge,
    selectsAll: flag(row, 'select_all'),
    sourcePorts: portNames('select_src_port'),
    destinationPorts: portNames('select_dst_port'),
    selectVlans: integers(row, 'select_vlan').sort((a, b) => a - b),
    outputPort: portNames('output_port')[0] ?? null,
    outputVlan: integer(row, 'output_vlan'),
  }
}

/** fdb/show names a bond by the number of one of its interfaces; an entry belongs to the Port. LOCAL is the bridge's own. */
function fdbOf(shown: readonly FdbShow[], bridges: readonly OvsBridge[]): FdbEntry[] {
  const portByNumber = new Map(
    bridges.flatMap((bridge) =>
      bridge.ports.flatMap((port) =>
        port.interfaces.map((iface): [string, string] => [`${iface.ofport} ${bridge.name}`, port.name]),
      ),
    ),
  )
  return shown.map((entry) => ({
    bridge: entry.bridge,
    port: entry.port === 'LOCAL' ? entry.bridge : (portByNumber.get(`${entry.port} ${entry.bridge}`) ?? entry.port),
    mac: entry.mac,
    vlanId: entry.vlanId === 0 ? null : entry.vlanId,
    ageSeconds: entry.ageSeconds,
    isStatic: entry.ageSeconds === null,
    isLocal: entry.port === 'LOCAL',
  }))
}

const referenced = (source: Source, row: OvsdbRow, column: string): OvsdbRow[] =>
  references(row, column).flatMap((uuid) => source.rowByUuid.get(uuid) ?? [])
