import { canonicalIp } from '../address/ip'
import type { Guest, GuestNic, LibvirtNetwork } from '../model/libvirt'
import type { Link } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsFakeBridge, OvsInterface, OvsPort } from '../model/ovs'
import { groupBy } from '../observe/in-order'
import { nicEndsOf } from './nic-ends'
import { once, oncePer } from './once'

/** Where Open vSwitch has an interface. */
export type OvsAttachment = { bridge: OvsBridge; port: OvsPort; iface: OvsInterface }
/** The NIC that a tap or macvtap belongs to. */
type GuestAttachment = { guest: Guest; nic: GuestNic }
type OwnedPort = { bridge: OvsBridge; port: OvsPort }

/** What is in a host's state by name. Where two things share a name, the first of the state's list is meant. */
export type HostIndex = {
  state: NetworkState
  link: (name: string) => Link | undefined
  /** Links whose master is this Linux bridge, by name. */
  membersOf: (bridge: string) => readonly Link[]
  /** Links stacked on this one (VLAN links, macvtaps), by name. */
  uppersOf: (name: string) => readonly Link[]
  /** Links that have this address, however it is spelled; with a prefix length or without. */
  holdersOf: (address: string) => readonly Link[]
  /** Membership is OVSDB's word: `ip link` only says "ovs-system". */
  ovsAttachment: (interfaceName: string) => OvsAttachment | undefined
  ovsBridge: (name: string) => OvsBridge | undefined
  /** Names of ports are unique in a database, whatever the bridge (Port table, ovs-vswitchd.conf.db(5)). */
  ovsPort: (name: string) => OwnedPort | undefined
  fakeBridge: (name: string) => OvsFakeBridge | undefined
  /** Whether a spanning tree of any kind runs on the bridge, Linux or Open vSwitch. */
  runsStp: (bridge: string) => boolean
  /** Bond (kernel or OVS) that the link is a member of. */
  isBondMember: (name: string) => boolean
  network: (name: string) => LibvirtNetwork | undefined
  guest: (uuid: string) => Guest | undefined
  guestNamed: (name: string) => Guest | undefined
  /** The running guest NIC behind a tap or macvtap. */
  guestAt: (target: string) => GuestAttachment | undefined
  /** The same behind anything that can stand for a NIC: a card's function or its representor, a vhost-user port, a tap. */
  guestBehind: (end: string) => GuestAttachment | undefined
  hasNeighbour: (name: string) => boolean
  isManagementLink: (name: string) => boolean
}

/** The look-ups of a state. It is made once for each state, and each of its parts when it is first asked for. */
export const indexHost = oncePer(makeIndex)

/*
 * Kept by the list that they are made of: an edit makes a new state, and a new list of what it changed alone. A plan asks between
 * its edits for all the others.
 */
type Links = readonly Link[]
type OvsBridges = readonly OvsBridge[]
const NO_BRIDGES: OvsBridges = []
const NO_NETWORKS: readonly LibvirtNetwork[] = []

const linksByName = oncePer((links: Links) => firstBy(links, ({ name }) => name))
const linksByMaster = oncePer((links: Links) => groupBy(links, ({ master }) => master ?? ''))
const linksByLower = oncePer((links: Links) => groupBy(links, ({ lower }) => lower ?? ''))
const linksByAddress = oncePer((links: Links) => {
  const holders = new Map<string, Link[]>()
  for (const link of links)
    for (const address of new Set(link.addresses.map(({ cidr }) => hostOf(cidr))))
      holders.set(address, [...(holders.get(address) ?? []), link])
  return holders
})
const bridgesByName = oncePer((bridges: OvsBridges) => firstBy(bridges, ({ name }) => name))
const portsByName = oncePer((bridges: OvsBridges) => {
  const found = new Map<string, OwnedPort>()
  for (const bridge of bridges)
    for (const port of bridge.ports) if (!found.has(port.name)) found.set(port.name, { bridge, port })
  return found
})
const attachmentsByName = oncePer((bridges: OvsBridges) => {
  const found = new Map<string, OvsAttachment>()
  for (const bridge of bridges)
    for (const port of bridge.ports)
      for (const iface of port.interfaces) if (!found.has(iface.name)) found.set(iface.name, { bridge, port, iface })
  return found
})
const fakeBridgesByName = oncePer((bridges: OvsBridges) =>
  firstBy(
    bridges.flatMap((bridge) => bridge.fakeBridges),
    ({ name }) => name,
  ),
)
const ovsBondMembers = oncePer(
  (bridges: OvsBridges) =>
    new Set(
      bridges
        .flatMap(({ ports }) => ports.filter(isOvsBond))
        .flatMap(({ interfaces }) => interfaces.map(({ name }) => name)),
    ),
)
const networksByName = oncePer((networks: readonly LibvirtNetwork[]) => firstBy(networks, ({ name }) => name))
const guestsByUuid = oncePer((guests: readonly Guest[]) => firstBy(guests, ({ uuid }) => uuid))
const guestsByName = oncePer((guests: readonly Guest[]) => firstBy(guests, ({ name }) => name))
const nicsByTarget = oncePer((guests: readonly Guest[]) =>
  firstBy(attachmentsOf(guests), ({ nic }) => nic.running?.target ?? ''),
)
const linksWithNeighbour = oncePer(
  (neighbours: NetworkState['neighbours']) => new Set(neighbours.map(({ link }) => link)),
)

function makeIndex(state: NetworkState): HostIndex {
  const { links, guests } = state
  const nicsByEnd = once(() => {
    const { endOf } = nicEndsOf(state)
    return firstBy(attachmentsOf(guests), ({ nic }) => (nic.running === null ? '' : (endOf(nic.running) ?? '')))
  })
  const bridges = state.ovs?.bridges ?? NO_BRIDGES
  const networks = state.libvirt?.networks ?? NO_NETWORKS
  const link = (name: string): Link | undefined => linksByName(links).get(name)
  return {
    state,
    link,
    membersOf: (bridge) =>
      (linksByMaster(links).get(bridge) ?? []).filter(
        ({ name }) => name !== bridge && !attachmentsByName(bridges).has(name),
      ),
    uppersOf: (name) => linksByLower(links).get(name) ?? [],
    holdersOf: (address) => linksByAddress(links).get(hostOf(address)) ?? [],
    ovsAttachment: (name) => attachmentsByName(bridges).get(name),
    ovsBridge: (name) => bridgesByName(bridges).get(name),
    ovsPort: (name) => portsByName(bridges).get(name),
    fakeBridge: (name) => fakeBridgesByName(bridges).get(name),
    runsStp: (name) => {
      const ovs = bridgesByName(bridges).get(name)
      if (ovs !== undefined) return ovs.isStpEnabled || ovs.isRstpEnabled
      return (link(name)?.bridge?.stpState ?? 'off') !== 'off'
    },
    isBondMember: (name) =>
      ovsBondMembers(bridges).has(name) ||
      LINK_KINDS[link(link(name)?.master ?? '')?.kind ?? 'other'].holds === 'members',
    network: (name) => networksByName(networks).get(name),
    guest: (uuid) => guestsByUuid(guests).get(uuid),
    guestNamed: (name) => guestsByName(guests).get(name),
    guestAt: (target) => (target === '' ? undefined : nicsByTarget(guests).get(target)),
    guestBehind: (end) => (end === '' ? undefined : nicsByEnd().get(end)),
    hasNeighbour: (name) => linksWithNeighbour(state.neighbours).has(name),
    isManagementLink: (name) => state.management.links.includes(name),
  }
}

const attachmentsOf = (guests: readonly Guest[]): GuestAttachment[] =>
  guests.flatMap((guest) => guest.nics.map((nic) => ({ guest, nic })))

/** An address without its prefix length, in one spelling. */
function hostOf(cidr: string): string {
  const text = cidr.replace(/\/\d+$/, '')
  return canonicalIp(text) ?? text
}

/** A Port with several Interfaces, or with bond detail although only one is left. */
export const isOvsBond = (port: OvsPort): boolean => port.interfaces.length > 1 || port.bond !== null

function firstBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>()
  for (const item of list) {
    const key = keyOf(item)
    if (!found.has(key)) found.set(key, item)
  }
  return found
}
