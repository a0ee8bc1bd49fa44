import type { Guest, GuestNic, LibvirtNetwork } from '../model/libvirt'
import type { Link } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsFakeBridge, OvsInterface, OvsPort } from '../model/ovs'
import { groupBy } from '../observe/in-order'
import { once } from './once'

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
  hasNeighbour: (name: string) => boolean
  isManagementLink: (name: string) => boolean
}

const indexes = new WeakMap<NetworkState, HostIndex>()

/** The look-ups of a state. It is made once for each state, and each of its parts when it is first asked for. */
export function indexHost(state: NetworkState): HostIndex {
  const known = indexes.get(state)
  if (known !== undefined) return known
  const index = makeIndex(state)
  indexes.set(state, index)
  return index
}

function makeIndex(state: NetworkState): HostIndex {
  const ovsBridges = state.ovs?.bridges ?? []
  const links = once(() => firstBy(state.links, ({ name }) => name))
  const members = once(() => groupBy(state.links, ({ master }) => master ?? ''))
  const uppers = once(() => groupBy(state.links, ({ lower }) => lower ?? ''))
  const bridges = once(() => firstBy(ovsBridges, ({ name }) => name))
  const ports = once(() => ovsBridges.flatMap((bridge) => bridge.ports.map((port) => ({ bridge, port }))))
  const portsByName = once(() => firstBy(ports(), ({ port }) => port.name))
  const attachments = once(() =>
    firstBy(
      ports().flatMap(({ bridge, port }) => port.interfaces.map((iface) => ({ bridge, port, iface }))),
      ({ iface }) => iface.name,
    ),
  )
  const fakeBridges = once(() =>
    firstBy(
      ovsBridges.flatMap((bridge) => bridge.fakeBridges),
      ({ name }) => name,
    ),
  )
  const bonded = once(
    () =>
      new Set(
        ports()
          .filter(({ port }) => isOvsBond(port))
          .flatMap(({ port }) => port.interfaces.map(({ name }) => name)),
      ),
  )
  const networks = once(() => firstBy(state.libvirt?.networks ?? [], ({ name }) => name))
  const guests = once(() => firstBy(state.guests, ({ uuid }) => uuid))
  const guestNames = once(() => firstBy(state.guests, ({ name }) => name))
  const taps = once(() =>
    firstBy(
      state.guests.flatMap((guest) => guest.nics.map((nic) => ({ guest, nic }))),
      ({ nic }) => nic.running?.target ?? '',
    ),
  )
  const neighbours = once(() => new Set(state.neighbours.map(({ link }) => link)))
  const management = once(() => new Set(state.management.links))
  return {
    state,
    link: (name) => links().get(name),
    membersOf: (bridge) =>
      (members().get(bridge) ?? []).filter(({ name }) => name !== bridge && !attachments().has(name)),
    uppersOf: (name) => uppers().get(name) ?? [],
    ovsAttachment: (name) => attachments().get(name),
    ovsBridge: (name) => bridges().get(name),
    ovsPort: (name) => portsByName().get(name),
    fakeBridge: (name) => fakeBridges().get(name),
    runsStp: (name) => {
      const ovs = bridges().get(name)
      if (ovs !== undefined) return ovs.isStpEnabled || ovs.isRstpEnabled
      return (links().get(name)?.bridge?.stpState ?? 'off') !== 'off'
    },
    isBondMember: (name) =>
      bonded().has(name) ||
      LINK_KINDS[links().get(links().get(name)?.master ?? '')?.kind ?? 'other'].holds === 'members',
    network: (name) => networks().get(name),
    guest: (uuid) => guests().get(uuid),
    guestNamed: (name) => guestNames().get(name),
    guestAt: (target) => (target === '' ? undefined : taps().get(target)),
    hasNeighbour: (name) => neighbours().has(name),
    isManagementLink: (name) => management().has(name),
  }
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
