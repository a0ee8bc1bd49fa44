import type { PortVlanEntry, SimLink, SimState } from '../machine/state'
import { hasCarrier, linkFlags, membersOf } from './link-state'
import { portCost, portState } from './render-link-info'

type Json = Record<string, unknown>

const isBridge = (link: SimLink | undefined): link is SimLink => link?.detail.kind === 'bridge'

const bridgeOf = (state: SimState, link: SimLink): SimLink | null => {
  const master = link.master === null ? undefined : state.links.get(link.master)
  return isBridge(master) ? master : null
}

/** `bridge -d -j link`: ports of Linux bridges, as iproute2 6.1 prints them. */
export const bridgeLinkJson = (state: SimState): Json[] =>
  [...state.links.values()]
    .filter((link) => bridgeOf(state, link) !== null)
    .map((link) => ({
      ifindex: link.index,
      ...(link.lower === null ? {} : { link: link.lower }),
      ifname: link.name,
      flags: linkFlags(state, link),
      mtu: link.mtuBytes,
      master: link.master,
      state: portState(state, link),
      priority: 32,
      cost: portCost(link),
      hairpin: link.isHairpin,
      guard: false,
      root_block: false,
      fastleave: false,
      learning: true,
      flood: true,
      mcast_flood: true,
      bcast_flood: true,
      mcast_router: 1,
      mcast_to_unicast: false,
      neigh_suppress: false,
      vlan_tunnel: false,
      isolated: link.isIsolated,
      locked: false,
    }))

const flagsOf = ({ isPvid, isEgressUntagged }: PortVlanEntry): Json => {
  const flags = [...(isPvid ? ['PVID'] : []), ...(isEgressUntagged ? ['Egress Untagged'] : [])]
  return flags.length === 0 ? {} : { flags }
}

const detailedVlan = (entry: PortVlanEntry): Json => ({
  vlan: entry.from,
  ...(entry.to > entry.from ? { vlanEnd: entry.to } : {}),
  ...flagsOf(entry),
  state: 'forwarding',
  mcast_router: 1,
})

const plainVlans = (entry: PortVlanEntry): Json[] =>
  Array.from({ length: entry.to - entry.from + 1 }, (_, at) => ({ vlan: entry.from + at, ...flagsOf(entry) }))

/** `bridge [-d] -j vlan show`: ports and bridges with a VLAN table; with -d ranges are `vlanEnd`. */
export const bridgeVlanJson = (state: SimState, isDetailed: boolean): Json[] =>
  [...state.links.values()]
    .filter((link) => link.vlans.length > 0 && (isBridge(link) || bridgeOf(state, link) !== null))
    .map((link) => ({
      ifname: link.name,
      vlans: isDetailed ? link.vlans.map(detailedVlan) : link.vlans.flatMap(plainVlans),
    }))

/** Who was heard on a port: the guest behind a tap, the switch behind an uplink. */
const heardOn = (link: SimLink): string[] => {
  if (link.detail.kind === 'tun' && link.mac.startsWith('fe:')) return [`52${link.mac.slice(2)}`]
  if (link.detail.kind === 'nic' && link.detail.neighbour !== null) return [link.detail.neighbour.chassisMac]
  return []
}

const uplinkMacs = (state: SimState, link: SimLink): string[] => {
  const below = link.lower ?? link.name
  const members = state.links.get(below)?.detail.kind === 'bond' ? membersOf(state, below) : []
  return [...new Set([link, ...members].flatMap(heardOn))]
}

/** `bridge -s -j fdb show`: the permanent entries of every port and what was learned, with ages in seconds. */
export const bridgeFdbJson = (state: SimState): Json[] =>
  [...state.links.values()].flatMap((link): Json[] => {
    const bridge = isBridge(link) ? link : bridgeOf(state, link)
    if (bridge === null) return []
    const isFiltering = bridge.detail.kind === 'bridge' && bridge.detail.isVlanFiltering
    const pvid = link.vlans.find(({ isPvid }) => isPvid)?.from
    const vlan = isFiltering && pvid !== undefined ? { vlan: pvid } : {}
    const learned = isBridge(link) || !hasCarrier(state, link) ? [] : uplinkMacs(state, link)
    return [
      ...learned.map((mac, at) => ({
        mac,
        ifname: link.name,
        ...vlan,
        used: 7 + at,
        updated: 7 + at,
        flags: [],
        master: bridge.name,
        state: '',
      })),
      { mac: link.mac, ifname: link.name, used: 0, updated: 0, flags: [], master: bridge.name, state: 'permanent' },
    ]
  })
