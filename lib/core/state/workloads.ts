import type { NetworkState } from '../model/network-state'
import { LINK_KINDS } from '../model/link-kinds'
import { indexHost } from './host-index'
import { functionName, isUserspaceCard, nicEndsOf } from './nic-ends'
import { once, oncePer } from './once'

/** A running guest's NIC, or a container's end of a veth: whose frames come to `link` first. */
type Workload = {
  /** A guest's UUID; "container:<link>". */
  id: string
  /** "web1", "container at veth200i0": the kernel tells a network namespace's number, not whose it is. */
  name: string
  nic: string
  link: string
}

/** How frames go through a host, seen from what hangs on it. */
type Reach = {
  workloads: readonly Workload[]
  /** The link itself and all whose frames pass it on their way out of the host. */
  dependsOn: (link: string) => ReadonlySet<string>
  /** Whether frames of this link find a NIC, a bond, a VLAN link or a tunnel that leads out of the host. */
  leadsOut: (link: string) => boolean
}

/** Made once for each state. */
export const reachOf = oncePer(makeReach)

function makeReach(state: NetworkState): Reach {
  const index = indexHost(state)
  const ports = portsOf(state)
  const bridgeOf = new Map(ports.map(({ name, bridge }) => [name, bridge]))
  const workloads = once(() => workloadsOf(state))
  const steps = once(() => stepsOut(ports, bridgeOf))
  const above = once(() => {
    const all = new Map<string, Set<string>>()
    const put = (name: string, next: string): void => void all.set(name, (all.get(name) ?? new Set()).add(next))
    // A guest's own port disturbs that guest alone, and so does the only way into a bridge that hangs on this one.
    const ends = new Set(workloads().map(({ link }) => link))
    for (const { name, bridge, peer, isHostEnd } of ports) {
      if (isHostEnd || ends.has(name)) continue
      const beyond = peer === null ? undefined : bridgeOf.get(peer)
      if (peer === null || beyond === undefined) {
        put(name, bridge)
        continue
      }
      const [here, there] = [steps().get(bridge) ?? Infinity, steps().get(beyond) ?? Infinity]
      if (here >= there) put(name, bridge)
      if (there < here || (there === here && here !== Infinity)) continue
      put(bridge, peer)
      put(name, peer)
    }
    for (const { name, master, lower } of state.links) {
      if (ends.has(name)) continue
      if (master !== null && !bridgeOf.has(name)) put(name, master)
      if (lower !== null) put(lower, name)
    }
    for (const end of ends) {
      const link = index.link(end)
      const holder = bridgeOf.get(end) ?? link?.master ?? link?.lower ?? null
      if (holder !== null) put(holder, end)
    }
    // Whoever has a function of a card hangs on the card's own link, and on the function's representor where it has one.
    for (const place of nicEndsOf(state).functions)
      for (const name of [functionName(place), place.link?.name, place.representor?.name])
        if (name !== undefined) put(place.physical.name, name)
    return all
  })
  const physicalOf = once(
    () =>
      new Map(
        nicEndsOf(state).functions.flatMap((place) =>
          place.representor === null
            ? [functionName(place), place.link?.name ?? ''].map((name) => [name, place.physical.name] as const)
            : [],
        ),
      ),
  )
  return {
    get workloads() {
      return workloads()
    },
    dependsOn: (link) => {
      const reached = new Set([link])
      for (const name of reached) for (const next of above().get(name) ?? []) reached.add(next)
      return reached
    },
    leadsOut: (link) => {
      const bridge = bridgeOf.get(link)
      if (bridge !== undefined) return steps().has(bridge)
      const physical = physicalOf().get(link)
      if (physical !== undefined) return index.link(physical)?.isUp === true
      const lower = index.link(link)?.lower ?? null
      return lower !== null && index.link(lower) !== undefined
    },
  }
}

/** Running guests' NICs, and ends of veth pairs whose other end is in another network namespace. */
function workloadsOf(state: NetworkState): Workload[] {
  const { endOf } = nicEndsOf(state)
  const guests = state.guests.flatMap((guest) =>
    guest.nics.flatMap(({ name, running }) => {
      const end = running === null ? null : endOf(running)
      return end === null ? [] : [{ id: guest.uuid, name: guest.name, nic: name, link: end }]
    }),
  )
  const containers = state.links
    .filter(({ kind, isPeerElsewhere }) => kind === 'veth' && isPeerElsewhere)
    .map(({ name }) => ({ id: `container:${name}`, name: `container at ${name}`, nic: name, link: name }))
  return [...guests, ...containers]
}

type Port = {
  name: string
  bridge: string
  /** The other end, for a patch port and a veth. */
  peer: string | null
  leadsOut: boolean
  /** The host's own end, or a tap's in its place: no frame of another guest passes there. */
  isHostEnd: boolean
}

/** Ports of all bridges, of either kind; one of Open vSwitch under its own name and those of its interfaces. */
function portsOf(state: NetworkState): Port[] {
  const index = indexHost(state)
  const isUplink = (name: string): boolean => {
    const link = index.link(name)
    return link !== undefined && link.kind !== 'macvlan' && LINK_KINDS[link.kind].leadsOut
  }
  const linux = state.links
    .filter(({ master }) => master !== null && index.link(master)?.kind === 'bridge')
    .map(({ name, master, peer }) => ({
      name,
      bridge: master ?? '',
      peer,
      leadsOut: isUplink(name),
      isHostEnd: false,
    }))
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) => {
      const isHostEnd = port.interfaces.every(({ type }) => type === 'internal')
      const peer = port.interfaces.map(({ name, patchPeer }) => patchPeer ?? index.link(name)?.peer ?? null)
      const leadsOut = port.interfaces.some(
        ({ name, type, tunnel }) => type !== 'internal' && (tunnel !== null || isUserspaceCard(type) || isUplink(name)),
      )
      const names = [...new Set([port.name, ...port.interfaces.map(({ name }) => name)])]
      return names.map((name) => ({ name, bridge: bridge.name, peer: peer[0] ?? null, leadsOut, isHostEnd }))
    }),
  )
  return [...linux, ...ovs]
}

/** Bridges from which frames get out of the host, with the number of bridges that they pass after it. */
function stepsOut(ports: readonly Port[], bridgeOf: ReadonlyMap<string, string>): Map<string, number> {
  const steps = new Map<string, number>()
  for (const { bridge, leadsOut } of ports) if (leadsOut) steps.set(bridge, 0)
  for (const [bridge, count] of steps)
    for (const port of ports) {
      const next = port.bridge !== bridge || port.peer === null ? undefined : bridgeOf.get(port.peer)
      if (next !== undefined && !steps.has(next)) steps.set(next, count + 1)
    }
  return steps
}
