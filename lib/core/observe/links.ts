import { canonicalIp } from '../address/ip'
import { OperState } from '../model/link'
import type { BridgeDetail, BridgeVlanEntry, FdbEntry, Link, MacvlanMode, Route } from '../model/link'
import type { Unrecognised } from '../model/network-state'
import type { Sriov } from '../model/sriov'
import { parseProcBonding } from '../parse/bonding'
import type { BondingRecord } from '../parse/bonding'
import { parseBridgeFdb, parseBridgeVlans } from '../parse/bridge'
import { flagField, intField, textField } from '../parse/json'
import type { Rows } from '../parse/json'
import { parseIpLinks } from '../parse/ip-link'
import type { IpLinkRecord } from '../parse/ip-link'
import { parseIpRoutes } from '../parse/ip-route'
import { plainText } from '../parse/plain-text'
import { parseSysfsNet } from '../parse/sysfs-net'
import type { SysfsNetRecord } from '../parse/sysfs-net'
import { byName, byText, groupBy, routeOrder } from './in-order'
import { bondDetail } from './links-bond'
import { bridgeDetail, bridgePortDetail } from './links-bridge'
import { BRIDGE_FDB, BRIDGE_VLAN, IP_ADDR, IP_ROUTE, PROC_BONDING, SYSFS_NET } from './links-commands'
import { classifyLink, isFallbackLink, isKnownKernelKind } from './links-kind'
import type { LinkHints } from './links-kind'
import { hasAsymmetry } from '../vlan/bridge-port'
import { sriovByLink } from './links-sriov'
import { tunnelDetail } from './links-tunnel'
import { observed, takeFact } from './observed'
import { iproute2Version, unreadRows } from './unread-rows'
import type { Observed, Problem } from './observed'
import type { ReadCommand, RawFacts } from './read-command'
import { linksOfRoute } from './routes'

export type LinkFacts = { links: Link[]; routes: Route[]; fdb: FdbEntry[] }

/** What other sources tell about links: see LinkHints. `managementAddress` is canonical. */
export type LinkContext = Pick<LinkHints, 'ovsInternalNames' | 'lldpLinks'> & { managementAddress: string | null }

/**
 * The kernel's links with their details, its routes (without those derived from addresses) and its bridges' forwarding
 * entries. Each command is used where it is there: without the VLAN tables ports have no VLANs, without sysfs no speed.
 */
export function observeLinks(facts: RawFacts, context: LinkContext): Observed<LinkFacts> {
  const addr = takeFact(facts, IP_ADDR, parseIpLinks)
  const route = takeFact(facts, IP_ROUTE, parseIpRoutes)
  const vlan = lacksVlanFiltering(facts) ? NO_VLANS : takeFact(facts, BRIDGE_VLAN, parseBridgeVlans)
  const fdb = takeFact(facts, BRIDGE_FDB, parseBridgeFdb)
  const bonding = takeFact(facts, PROC_BONDING, parseProcBonding)
  const sysfs = takeFact(facts, SYSFS_NET, parseSysfsNet)

  const records = addr.value?.rows ?? []
  const routes = route.value?.rows ?? []
  const sysfsRows = new Map((sysfs.value ?? []).map((row) => [row.link, row]))
  const join: Join = {
    hints: { ...context, uplinkNames: uplinkNames(records, routes, context.managementAddress) },
    vlans: new Map((vlan.value?.rows ?? []).map((row) => [row.link, row.entries])),
    bonding: new Map((bonding.value ?? []).map((bond) => [bond.name, bond])),
    sysfs: sysfsRows,
    sriov: sriovByLink(records, sysfsRows),
    membersByMaster: groupBy(records.filter(hasMaster), (record) => record.master),
    bridges: new Map(),
    names: new Set(records.map((record) => record.name)),
  }
  for (const record of records)
    if (record.kind === 'bridge') join.bridges.set(record.name, bridgeDetail(record, join.vlans.get(record.name) ?? []))

  const links = records.map((record) => toLink(record, join)).sort(byName)
  const isVlanRead = Object.hasOwn(facts, BRIDGE_VLAN.id) && vlan.problems.length === 0
  return observed(
    {
      links,
      routes: [...routes].sort(byText(routeOrder)),
      fdb: (fdb.value?.rows ?? []).sort(
        byText((entry) => `${entry.bridge ?? ''} ${entry.port} ${entry.mac} ${entry.vlanId ?? ''}`),
      ),
    },
    [
      ...[addr, route, vlan, fdb, bonding, sysfs].flatMap((fact) => fact.problems),
      ...unreadRows(IP_ADDR, addr.value, iproute2Version(facts)),
      ...unreadRows(IP_ROUTE, route.value, iproute2Version(facts)),
      ...unreadRows(BRIDGE_VLAN, vlan.value, iproute2Version(facts)),
      ...(isVlanRead ? lackingVlans(join) : []),
    ],
    [
      ...rejectedRows(IP_ADDR, addr.value),
      ...rejectedRows(IP_ROUTE, route.value),
      ...rejectedRows(BRIDGE_VLAN, vlan.value),
      ...rejectedRows(BRIDGE_FDB, fdb.value),
      ...records.flatMap(unknownKind),
      ...links.flatMap(asymmetricVlans),
    ],
  )
}

const NO_VLANS = { value: null, problems: [] }

/** A kernel without CONFIG_BRIDGE_VLAN_FILTERING refuses the question: then no bridge filters, and nothing is wrong. */
function lacksVlanFiltering(facts: RawFacts): boolean {
  const output = facts[BRIDGE_VLAN.id]
  return output !== undefined && output.status !== 0 && /Operation not supported/.test(output.stderr)
}

/** A bridge that looks at tags puts every new port into a VLAN: no VLAN on the whole host is an answer that did not come. */
function lackingVlans({ bridges, vlans }: Join): Problem[] {
  const [name] = [...bridges].find(([, bridge]) => bridge.isVlanFiltering && bridge.defaultPvid !== null) ?? []
  if (name === undefined || vlans.size > 0) return []
  const message = `bridge printed no VLAN of any link, though ${name} looks at tags. Try it on the host: ${BRIDGE_VLAN.display}`
  return [{ command: BRIDGE_VLAN.display, code: 'invalid_output', message }]
}

/** Everything that joins to a link by its name. Maps, not objects: a link may be called "__proto__". */
type Join = {
  hints: LinkHints
  vlans: Map<string, BridgeVlanEntry[]>
  bonding: Map<string, BondingRecord>
  sysfs: Map<string, SysfsNetRecord>
  sriov: Map<string, Sriov>
  membersByMaster: Map<string, IpLinkRecord[]>
  bridges: Map<string, BridgeDetail>
  names: ReadonlySet<string>
}

function toLink(record: IpLinkRecord, join: Join): Link {
  const { name } = record
  const sysfs = join.sysfs.get(name)
  const sriov = join.sriov.get(name) ?? null
  const kind = sriov?.role === 'representor' ? 'representor' : classifyLink(record, join.hints)
  const isVeth = record.kind === 'veth'
  const members = join.membersByMaster.get(name) ?? []
  const vlans = join.vlans.get(name) ?? []
  const tunnel = tunnelDetail(record)
  const master = record.master ?? ''
  return {
    index: record.index,
    name,
    kind,
    kernelKind: record.kind,
    alias: record.alias === null ? null : plainText(record.alias),
    altNames: record.altNames.map((text) => plainText(text)),
    mac: macOf(record),
    mtuBytes: record.mtuBytes,
    isUp: record.flags.includes('UP'),
    hasCarrier: record.flags.includes('LOWER_UP'),
    operState: OperState.options.find((state) => state === record.operState) ?? 'unknown',
    master: record.master,
    lower: isVeth ? null : (tunnel?.lower ?? record.link),
    peer: isVeth && record.link !== null && join.names.has(record.link) ? record.link : null,
    isPeerElsewhere: isVeth && record.isLinkElsewhere,
    speedMbps: sysfs?.speedMbps ?? null,
    duplex: sysfs?.duplex ?? null,
    driver: sysfs?.driver ?? null,
    isFallback: isFallbackLink(record),
    addresses: record.addresses,
    bridge: join.bridges.get(name) ?? null,
    bridgePort: record.portKind === 'bridge' ? bridgePortDetail(record, join.bridges.get(master), vlans) : null,
    bond: record.kind === 'bond' ? bondDetail(record, [...members].sort(byName), join.bonding.get(name)) : null,
    vlan: vlanOf(record),
    macvlan: macvlanOf(record),
    ipvlan: ipvlanOf(record),
    vrfTable: record.kind === 'vrf' ? wordField(record.data, 'table') : null,
    ring: record.kind === 'hsr' ? ['slave1', 'slave2'].flatMap((end) => textField(record.data, end) ?? []) : [],
    pci: sysfs?.pci ?? null,
    sriov,
    tunnel,
    options: record.options,
    kindOptions: record.kindOptions,
    portOptions: record.portOptions,
    unknownKeys: record.unknownKeys,
  }
}

function vlanOf(record: IpLinkRecord): Link['vlan'] {
  const id = record.kind === 'vlan' ? intField(record.data, 'id') : null
  return id === null ? null : { id, protocol: textField(record.data, 'protocol') ?? '802.1Q' }
}

const MACVLAN_MODES: readonly MacvlanMode[] = ['vepa', 'bridge', 'private', 'passthru', 'source']

function macvlanOf(record: IpLinkRecord): Link['macvlan'] {
  if (record.kind !== 'macvtap' && record.kind !== 'macvlan') return null
  const mode = textField(record.data, 'mode')
  // The kernel's own default is VEPA (macvlan_common_newlink in drivers/net/macvlan.c).
  return { mode: MACVLAN_MODES.find((known) => known === mode) ?? 'vepa' }
}

/** "bridge" says nothing of its own: it is what the kernel does where no flag is set (ipvlan_port_mode in ipvlan.h). */
function ipvlanOf({ kind, data }: IpLinkRecord): Link['ipvlan'] {
  if (kind !== 'ipvlan' && kind !== 'ipvtap') return null
  const mode = textField(data, 'mode')
  const flags = textField(data, 'flags')
  const reach = (['private', 'vepa'] as const).find((word) => flags === word || flagField(data, word))
  return { mode: mode === 'l2' || mode === 'l3s' ? mode : 'l3', reach: reach ?? 'bridge' }
}

/** A number or a name. */
const wordField = (data: IpLinkRecord['data'], key: string): string | null =>
  textField(data, key) ?? intField(data, key)?.toString() ?? null

/** Tunnels show an IP address where others have their MAC, loopback zeros. */
function macOf({ mac, linkType }: IpLinkRecord): string | null {
  if (mac === null || linkType === 'loopback') return null
  return /^[0-9a-f]{2}(?::[0-9a-f]{2}){5,19}$/.test(mac) ? mac : null
}

function uplinkNames(records: readonly IpLinkRecord[], routes: readonly Route[], address: string | null): Set<string> {
  const names = new Set(routes.filter((route) => route.destination === 'default').flatMap(linksOfRoute))
  if (address === null) return names
  for (const record of records)
    if (record.addresses.some(({ cidr }) => canonicalIp(cidr.replace(/\/\d+$/, '')) === address)) names.add(record.name)
  return names
}

function hasMaster(record: IpLinkRecord): record is IpLinkRecord & { master: string } {
  return record.master !== null && record.master !== record.name
}

function rejectedRows<T>(command: ReadCommand, rows: Rows<T> | null): Unrecognised[] {
  const what = `a row of "${command.display}"`
  return (rows?.rejected ?? []).map((raw) => ({ source: command.source, what, name: null, raw }))
}

function unknownKind(record: IpLinkRecord): Unrecognised[] {
  if (record.kind === null || isKnownKernelKind(record.kind)) return []
  const raw = JSON.stringify(record.data).slice(0, 2_000)
  return [{ source: 'links', what: `link kind '${plainText(record.kind, 60)}'`, name: record.name, raw }]
}

function asymmetricVlans(link: Link): Unrecognised[] {
  const entries = link.bridgePort?.vlans ?? []
  if (!hasAsymmetry(entries)) return []
  const what = 'VLANs that leave untagged without being the PVID'
  return [{ source: 'links', what, name: link.name, raw: JSON.stringify(entries).slice(0, 2_000) }]
}
