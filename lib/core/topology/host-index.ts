import type { Guest, GuestNic, LibvirtNetwork } from '../model/libvirt'
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsInterface, OvsPort } from '../model/ovs'

export type OvsSeat = { bridge: OvsBridge; port: OvsPort; iface: OvsInterface }
type GuestSeat = { guest: Guest; nic: GuestNic }

/** A host's state with the look-ups that building a graph needs, each made once. */
export type HostIndex = {
  state: NetworkState
  link: (name: string) => Link | undefined
  /** Where Open vSwitch has this interface: membership is OVSDB's word, `ip link` only says "ovs-system". */
  ovsSeat: (interfaceName: string) => OvsSeat | undefined
  ovsBridge: (name: string) => OvsBridge | undefined
  /** Links whose master is this Linux bridge, by name. */
  membersOf: (bridge: string) => readonly Link[]
  /** Links stacked on this one (VLAN links, macvtaps), by name. */
  uppersOf: (name: string) => readonly Link[]
  /** The running guest NIC behind a tap or macvtap. */
  guestAt: (target: string) => GuestSeat | undefined
  network: (name: string) => LibvirtNetwork | undefined
  /** Bond (kernel or OVS) that the link is a member of. */
  isBondMember: (name: string) => boolean
  hasNeighbour: (name: string) => boolean
  isManagementLink: (name: string) => boolean
}

export const indexHost = (state: NetworkState): HostIndex => {
  const links = new Map(state.links.map((link) => [link.name, link]))
  const bridges = new Map((state.ovs?.bridges ?? []).map((bridge) => [bridge.name, bridge]))
  const seats = indexSeats(state)
  const guests = indexGuests(state)
  const networks = new Map((state.libvirt?.networks ?? []).map((network) => [network.name, network]))
  const members = groupBy(state.links, (link) => link.master)
  const uppers = groupBy(state.links, (link) => link.lower)
  const neighbours = new Set(state.neighbours.map((neighbour) => neighbour.link))
  const management = new Set(state.management.links)
  const bonded = new Set(seatsOfBonds(state))
  return {
    state,
    link: (name) => links.get(name),
    ovsSeat: (name) => seats.get(name),
    ovsBridge: (name) => bridges.get(name),
    membersOf: (bridge) => (members.get(bridge) ?? []).filter((link) => link.name !== bridge && !seats.has(link.name)),
    uppersOf: (name) => uppers.get(name) ?? [],
    guestAt: (target) => guests.get(target),
    network: (name) => networks.get(name),
    isBondMember: (name) => bonded.has(name) || links.get(links.get(name)?.master ?? '')?.kind === 'bond',
    hasNeighbour: (name) => neighbours.has(name),
    isManagementLink: (name) => management.has(name),
  }
}

const indexSeats = (state: NetworkState) => {
  const seats = new Map<string, OvsSeat>()
  for (const bridge of state.ovs?.bridges ?? [])
    for (const port of bridge.ports)
      for (const iface of port.interfaces) if (!seats.has(iface.name)) seats.set(iface.name, { bridge, port, iface })
  return seats
}

const indexGuests = (state: NetworkState) => {
  const guests = new Map<string, GuestSeat>()
  for (const guest of state.guests)
    for (const nic of guest.nics) {
      const target = nic.running?.target
      if (target && !guests.has(target)) guests.set(target, { guest, nic })
    }
  return guests
}

const seatsOfBonds = (state: NetworkState) =>
  (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.filter(isOvsBond).flatMap((port) => port.interfaces.map((iface) => iface.name)),
  )

/** A Port with several Interfaces, or with bond detail although only one is left. */
export const isOvsBond = (port: OvsPort): boolean => port.interfaces.length > 1 || port.bond !== null

const groupBy = (links: readonly Link[], keyOf: (link: Link) => string | null) => {
  const groups = new Map<string, Link[]>()
  for (const link of links) {
    const key = keyOf(link)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(link)
    else groups.set(key, [link])
  }
  return groups
}
