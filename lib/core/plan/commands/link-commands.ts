/* Kernel links as words of ip(8) and bridge(8). */
import type { BridgeVlanEntry, Link } from '../../model/link'
import { defaultTable } from '../../vlan/bridge-port'
import type { Command } from '../step'

export const ip = (...words: string[]): Command => ({ argv: ['ip', ...words] })
const bridge = (...words: string[]): Command => ({ argv: ['bridge', ...words] })

/** Kinds that can be made again from what we know of them. */
const CREATABLE = new Set<Link['kind']>(['bridge', 'bond', 'vlan', 'macvtap', 'macvlan'])
export const isCreatable = (link: Link): boolean => CREATABLE.has(link.kind)

const onOff = (is: boolean): string => (is ? '1' : '0')

/**
 * `ip link add` with everything that is set at birth; a MAC only where it is known (a link that is brought back). A VLAN link has
 * its parent's, and follows it, unless it is given one (NET_ADDR_STOLEN, net/8021q/vlan_dev.c).
 */
export function createLink(link: Link, links: ReadonlyMap<string, Link>): Command {
  const { name, kind, lower, mac } = link
  const isInherited = kind === 'vlan' && links.get(lower ?? '')?.mac === mac
  const address = mac === null || isInherited ? [] : ['address', mac]
  const mtu = link.mtuBytes === 1500 || kind === 'bridge' ? [] : ['mtu', String(link.mtuBytes)]
  const below = lower === null ? [] : ['link', lower]
  // A member's MTU becomes its bond's, and a bond's first member gives it its MAC: both come with the members.
  const own = kind === 'bond' && mac === null ? [] : [...address, ...mtu]
  return ip('link', 'add', ...below, 'name', name, ...own, 'type', kind, ...typeWords(link), ...link.kindOptions)
}

function typeWords(link: Link): string[] {
  if (link.bridge !== null) return bridgeWords(link.bridge)
  if (link.bond !== null) return bondWords(link.bond)
  if (link.vlan !== null)
    return [...(link.vlan.protocol === '802.1Q' ? [] : ['protocol', link.vlan.protocol]), 'id', String(link.vlan.id)]
  if (link.macvlan !== null) return ['mode', link.macvlan.mode]
  return []
}

function bridgeWords({ isVlanFiltering, stpState, defaultPvid, vlanProtocol }: NonNullable<Link['bridge']>): string[] {
  return [
    ...(isVlanFiltering ? ['vlan_filtering', '1'] : []),
    ...(stpState === 'off' ? [] : ['stp_state', '1']),
    ...(defaultPvid === null || defaultPvid === 1 ? [] : ['vlan_default_pvid', String(defaultPvid)]),
    ...(vlanProtocol === null || vlanProtocol === '802.1Q' ? [] : ['vlan_protocol', vlanProtocol]),
  ]
}

/** The primary is a member and is set after it joined. */
function bondWords(bond: NonNullable<Link['bond']>): string[] {
  const { mode, lacpRate, hashPolicy, monitorIntervalMs, detectMode, upDelayMs, downDelayMs } = bond
  return [
    'mode',
    mode,
    ...(detectMode === 'miimon' ? ['miimon', String(monitorIntervalMs ?? 100)] : []),
    ...(lacpRate === null ? [] : ['lacp_rate', lacpRate]),
    ...(hashPolicy === null ? [] : ['xmit_hash_policy', hashPolicy]),
    ...(upDelayMs === null || upDelayMs === 0 ? [] : ['updelay', String(upDelayMs)]),
    ...(downDelayMs === null || downDelayMs === 0 ? [] : ['downdelay', String(downDelayMs)]),
  ]
}

export const setUp = (name: string, isUp: boolean): Command => ip('link', 'set', 'dev', name, isUp ? 'up' : 'down')

/** A bond takes a link only while it is down, and sets it up itself. */
export const setMaster = (link: Link, master: string, isBond: boolean): Command[] => [
  ...(isBond ? [setUp(link.name, false)] : []),
  ip('link', 'set', 'dev', link.name, 'master', master),
]
export const setMac = (name: string, mac: string): Command => ip('link', 'set', 'dev', name, 'address', mac)
export const leaveMaster = (name: string): Command => ip('link', 'set', 'dev', name, 'nomaster')

/** Only what changes: a kernel without VLAN filtering refuses even to be told "off". */
export const setBridge = (name: string, from: NonNullable<Link['bridge']>, to: NonNullable<Link['bridge']>): Command =>
  ip(
    ...['link', 'set', 'dev', name, 'type', 'bridge'],
    ...(from.isVlanFiltering === to.isVlanFiltering ? [] : ['vlan_filtering', onOff(to.isVlanFiltering)]),
    ...(from.stpState === to.stpState ? [] : ['stp_state', onOff(to.stpState !== 'off')]),
  )

/** Only what changes: a bond with members, or one that is up, refuses its own mode too (__bond_opt_set, bond_options.c). */
export function setBond(name: string, from: NonNullable<Link['bond']>, to: NonNullable<Link['bond']>): Command {
  const old = new Map(pairs(bondWords(from)))
  const changed = pairs(bondWords(to)).filter(([key, value]) => old.get(key) !== value)
  return ip('link', 'set', 'dev', name, 'type', 'bond', ...changed.flat())
}

const pairs = (words: readonly string[]): [string, string][] =>
  words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : []))

/** ip(8) can name a primary but not take it away: the kernel's own file can (bonding.txt, "primary"). */
export const setPrimary = (name: string, primary: string | null): Command =>
  primary === null
    ? { argv: ['tee', `/sys/class/net/${name}/bonding/primary`], stdin: '\n' }
    : ip('link', 'set', 'dev', name, 'type', 'bond', 'primary', primary)

export const setMacvlanMode = (link: Link): Command =>
  ip('link', 'set', 'dev', link.name, 'type', link.kind, 'mode', link.macvlan?.mode ?? 'vepa')

/** What a link had besides, that a new one of its name has not. `links`: those beside it, as it had them. */
export const restoreOptions = (link: Link, links: ReadonlyMap<string, Link>): Command[] => {
  const { name, alias, altNames, options } = link
  return [
    ...(hasOwnMtu(link, links) ? [ip('link', 'set', 'dev', name, 'mtu', String(link.mtuBytes))] : []),
    ...(options.length === 0 ? [] : [ip('link', 'set', 'dev', name, ...options)]),
    ...(alias === null ? [] : [ip('link', 'set', 'dev', name, 'alias', alias)]),
    ...altNames.map((other) => ip('link', 'property', 'add', 'dev', name, 'altname', other)),
  ]
}

/**
 * A bridge follows the smallest MTU of its ports until it is set one; the one that it is born with does not count (br_mtu_auto_adjust in
 * net/bridge/br_if.c).
 */
function hasOwnMtu({ name, kind, mtuBytes }: Link, links: ReadonlyMap<string, Link>): boolean {
  if (kind !== 'bridge') return false
  const ports = [...links.values()].filter(({ master }) => master === name)
  return mtuBytes !== (ports.length === 0 ? 1500 : Math.min(...ports.map((port) => port.mtuBytes)))
}

/** What a port or a member had besides, that one which has just joined has not. */
export const restorePortOptions = ({ name, portOptions }: Link, isBond: boolean): Command[] =>
  portOptions.length === 0
    ? []
    : [ip('link', 'set', 'dev', name, 'type', isBond ? 'bond_slave' : 'bridge_slave', ...portOptions)]

/** Flags of a port that a bridge gives anew to each one that joins. */
export function portFlags({ name, bridgePort }: Link): Command[] {
  if (bridgePort === null) return []
  const words = [
    ...(bridgePort.isHairpin ? ['hairpin', 'on'] : []),
    ...(bridgePort.isIsolated ? ['isolated', 'on'] : []),
    ...(bridgePort.isLearning ? [] : ['learning', 'off']),
    ...(bridgePort.cost === null || bridgePort.cost === 100 ? [] : ['cost', String(bridgePort.cost)]),
    ...(bridgePort.priority === null || bridgePort.priority === 32 ? [] : ['priority', String(bridgePort.priority)]),
  ]
  return words.length === 0 ? [] : [bridge('link', 'set', 'dev', name, ...words)]
}

/** From one VLAN table to another. Adding what is there with other flags changes the flags (br_vlan_add in net/bridge). */
export function vlanCommands(
  name: string,
  from: readonly BridgeVlanEntry[],
  to: readonly BridgeVlanEntry[],
  isSelf: boolean,
): Command[] {
  const self = isSelf ? ['self'] : []
  const [before, after] = [flagsById(from), flagsById(to)]
  const gone = [...before.keys()].filter((id) => !after.has(id))
  const added = [...after].filter(([id, flags]) => before.get(id) !== flags)
  return [
    ...runs(gone.map((id) => [id, ''])).map(({ vid }) => bridge('vlan', 'del', 'dev', name, 'vid', vid, ...self)),
    ...runs(added).map(({ vid, flags }) =>
      bridge('vlan', 'add', 'dev', name, 'vid', vid, ...flags.split(' ').filter(Boolean), ...self),
    ),
  ]
}

/** What was recorded before tables that wait were read has none where nothing filters: they are left as they are then. */
export const isTableKnown = (vlans: readonly BridgeVlanEntry[], isFiltering: boolean): boolean =>
  isFiltering || vlans.length > 0

/** The table of a port that has just joined, whether the bridge filters or not (nbp_vlan_init in net/bridge/br_vlan.c). */
export const joinTable = (bridgeLink: Link | undefined): BridgeVlanEntry[] =>
  bridgeLink?.bridge == null ? [] : defaultTable(bridgeLink.bridge.defaultPvid)

function flagsById(entries: readonly BridgeVlanEntry[]): Map<number, string> {
  const flags = new Map<number, string>()
  for (const { from, to, isPvid, isEgressUntagged } of entries)
    for (let id = from; id <= to; id += 1)
      flags.set(
        id,
        `${isPvid ? 'pvid' : ''}${isPvid && isEgressUntagged ? ' ' : ''}${isEgressUntagged ? 'untagged' : ''}`,
      )
  return flags
}

/** Neighbours with equal flags as one range, as `bridge vlan add … vid 100-110` takes them; a PVID stands alone. */
function runs(entries: readonly (readonly [number, string])[]): { vid: string; flags: string }[] {
  const found: { from: number; to: number; flags: string }[] = []
  for (const [id, flags] of [...entries].sort(([a], [b]) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && last.to + 1 === id && last.flags === flags && !flags.includes('pvid')) last.to = id
    else found.push({ from: id, to: id, flags })
  }
  return found.map(({ from, to, flags }) => ({ vid: from === to ? String(from) : `${from}-${to}`, flags }))
}
