import type { GuestNic, GuestNicConfig, LibvirtNetwork } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { isSameVlan } from '../vlan/same'
import { formatPortVlan } from '../vlan/words'
import { networkNameOf, portgroupNameOf, resolveGuestNicVlan } from './guest-nic-vlan'

/** libvirt's networks by name; empty where they were not read. */
type Networks = ReadonlyMap<string, LibvirtNetwork>

/** What NICs are matched by: libvirt's version decides what its definitions leave out; null where it is not known. */
export type NicContext = { networks: Networks; version: string | null }

/**
 * Match a guest's running and stored interfaces by MAC (several of one MAC: by role, alias and kind, then in order), running
 * ones first. libvirt numbers
 * interfaces net0, net1 … by its alias, which outlives the unplugging of an earlier one; a NIC without such an alias takes
 * the next free number.
 */
export function matchNics(
  running: readonly GuestNicConfig[] | null,
  stored: readonly GuestNicConfig[] | null,
  { networks, version }: NicContext,
): GuestNic[] {
  const isForgetful = version === null || Number.parseInt(version, 10) >= FORGETS_SINCE
  const partners = partnersOf(running ?? [], stored ?? [])
  const pairs: { running: GuestNicConfig | null; stored: GuestNicConfig | null }[] = (running ?? []).map((now) => {
    const before = partners.get(now) ?? null
    const isRecalled = before !== null && (isForgetful || now.source.type === 'hostdev')
    return { running: isRecalled ? withStoredNetwork(now, before, networks) : now, stored: before }
  })
  const matched = new Set(partners.values())
  const unmatched = (stored ?? []).filter((before) => !matched.has(before))
  pairs.push(...unmatched.map((before) => ({ running: null, stored: before })))

  const names = new Set(pairs.map((pair) => aliasOf(pair.running)).filter((alias) => alias !== null))
  const taken = new Set<string>()
  return pairs.map((pair) => {
    const alias = aliasOf(pair.running)
    const name = alias !== null && !taken.has(alias) ? alias : freeName(names)
    names.add(name)
    taken.add(name)
    return { name, ...pair, differences: differencesOf(pair.running, pair.stored, networks) }
  })
}

/** Each running interface's stored one. Where several could be it, the likest is taken. */
function partnersOf(
  running: readonly GuestNicConfig[],
  stored: readonly GuestNicConfig[],
): Map<GuestNicConfig, GuestNicConfig> {
  const partners = new Map<GuestNicConfig, GuestNicConfig>()
  const taken = new Set<GuestNicConfig>()
  for (const likeness of LIKENESSES)
    for (const now of running) {
      if (partners.has(now)) continue
      const before = stored.find((each) => !taken.has(each) && likeness(now) === likeness(each))
      if (before === undefined) continue
      partners.set(now, before)
      taken.add(before)
    }
  return partners
}

/** libvirt writes one NIC twice with the same MAC and role; its own "net0" stands in what runs alone, an administrator's alias in both. */
const ownAliasOf = ({ alias }: GuestNicConfig): string => (alias?.startsWith('ua-') === true ? alias : '')
const kinOf = ({ mac, teaming }: GuestNicConfig): string => `${mac} ${String(teaming?.role === 'transient')}`
const LIKENESSES: readonly ((nic: GuestNicConfig) => string)[] = [
  (nic) => `${kinOf(nic)} ${ownAliasOf(nic)} ${String(nic.source.type === 'hostdev')}`,
  (nic) => `${kinOf(nic)} ${ownAliasOf(nic)}`,
  kinOf,
]

/** libvirt 7 and 9 set no link on a network's NIC that is on Open vSwitch, and forget nothing (measured). */
const FORGETS_SINCE = 10

/**
 * libvirt 11.3 forgets network= and portgroup= in the running XML when a link is set down: `<source bridge='br-ovs'/>` is
 * left. Where the stored interface names a network that has this very bridge, that is still what the NIC hangs on, for people:
 * libvirt has let go of the network's port, and a NIC that was moved to the bridge looks the same. Of a NIC that has a function of
 * the card, every version names the function and not the network that it is from (virDomainActualNetDefContentsFormat).
 */
function withStoredNetwork(running: GuestNicConfig, stored: GuestNicConfig, networks: Networks): GuestNicConfig {
  if (stored.source.type !== 'network') return running
  const { network, portgroup } = stored.source
  if (running.source.type === 'hostdev' && running.source.network === null && gives(networks.get(network), running))
    return { ...running, source: { ...running.source, network, portgroup } }
  if (running.source.type !== 'bridge') return running
  const { bridge } = running.source
  if (networks.get(network)?.bridge !== bridge) return running
  return { ...running, source: { ...stored.source, bridge, isRecalled: true } }
}

/** Whether the network gives functions to guests, and this one where it says which. */
function gives(network: LibvirtNetwork | undefined, { source }: GuestNicConfig): boolean {
  if (network?.forwardMode !== 'hostdev' || source.type !== 'hostdev') return false
  const { forwardFunctions: own } = network
  return own.length === 0 || source.address === null || own.includes(source.address)
}

const aliasOf = (nic: GuestNicConfig | null): string | null =>
  nic?.alias != null && /^net\d{1,5}$/.test(nic.alias) ? nic.alias : null

function freeName(taken: ReadonlySet<string>): string {
  let number = 0
  while (taken.has(`net${number}`)) number += 1
  return `net${number}`
}

/** In words, what differs between running and stored. What libvirt fills in when a guest starts does not count. */
function differencesOf(running: GuestNicConfig | null, stored: GuestNicConfig | null, networks: Networks): string[] {
  if (running === null || stored === null) return []
  const differences: string[] = []
  const compare = (before: string | null, now: string | null): void => {
    if (before !== now) differences.push(`stored ${before ?? 'none'}, running ${now ?? 'none'}`)
  }
  compare(describeSource(stored, networks), describeSource(running, networks))
  if (networkNameOf(stored) !== null && networkNameOf(running) !== null && stored.source.type === 'network')
    compare(describePortgroup(portgroupNameOf(stored)), describePortgroup(portgroupNameOf(running)))
  const [before, now] = comparableVlans(running, stored, networks)
  if (!isSameVlan(before, now)) compare(formatPortVlan(before), formatPortVlan(now))
  if (stored.model !== null) compare(`model ${stored.model}`, `model ${running.model ?? 'none'}`)
  compare(`link ${stored.linkState}`, `link ${running.linkState}`)
  if (stored.mtuBytes !== null) compare(`MTU ${stored.mtuBytes}`, `MTU ${running.mtuBytes ?? 'default'}`)
  if (stored.virtualPort !== null)
    compare(`virtual port ${stored.virtualPort}`, `virtual port ${running.virtualPort ?? 'none'}`)
  compare(`filter ${stored.filter ?? 'none'}`, `filter ${running.filter ?? 'none'}`)
  return differences
}

const describePortgroup = (name: string | null): string => (name === null ? 'no portgroup' : `portgroup ${name}`)

/** The source in words, reduced to what both definitions can say: a network's NIC by its network, whatever it became. */
function describeSource(nic: GuestNicConfig, networks: Networks): string {
  const network = networkNameOf(nic)
  if (network !== null)
    return `network ${network}${networks.size > 0 && !networks.has(network) ? ' (not defined)' : ''}`
  const { source } = nic
  switch (source.type) {
    case 'bridge':
      return `bridge ${source.bridge}`
    case 'direct':
      return `macvtap on ${source.dev} (${source.mode})`
    case 'hostdev':
      return `host device ${source.address ?? ''}`.trim()
    case 'vhostuser':
      return `vhost-user socket ${source.path ?? ''}`.trim()
    case 'other':
      return `type ${source.libvirtType}`
    case 'network':
    case 'ethernet':
    case 'user':
      return source.type
  }
}

/**
 * VLANs that may be compared. A stored interface without its own gets one from its network at the next start: compare with
 * that where the network is known, and not at all where it is not.
 */
function comparableVlans(
  running: GuestNicConfig,
  stored: GuestNicConfig,
  networks: Networks,
): [PortVlan | null, PortVlan | null] {
  const name = networkNameOf(stored)
  const now = vlanOfLibvirt(running.vlan)
  if (stored.vlan !== null || name === null) return [vlanOfLibvirt(stored.vlan), now]
  const network = networks.get(name)
  // A portgroup that differs says it already.
  const isOtherPortgroup = stored.source.type === 'network' && portgroupNameOf(stored) !== portgroupNameOf(running)
  if (network === undefined || isOtherPortgroup || networkNameOf(running) !== name) return [null, null]
  return [resolveGuestNicVlan(stored, network, 'stored').vlan, now]
}
