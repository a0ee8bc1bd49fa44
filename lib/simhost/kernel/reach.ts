import { nameOf, mapOf, referred, textOf } from '../ovs/database'
import type { Row } from '../ovs/database'
import { enter, leave } from '../ovs/port-vlans'
import type { SimLink, SimState } from '../machine/state'
import { hasCarrier, membersOf } from './link-state'

/** Where the host is managed: the address on the default route's link, or else the first that is not libvirt's own. */
export const homeAddress = (state: SimState): string | null => {
  const gateway = state.routes.find(({ destination }) => destination === 'default')
  const held = [...state.links.values()].flatMap(({ name, detail, isUp, addresses }) =>
    detail.kind === 'loopback' || !isUp ? [] : addresses.map((each) => ({ ...each, dev: name })),
  )
  const inet = held.filter(({ family, address }) => family === 'inet' && !address.startsWith('192.168.122.'))
  return (inet.find(({ dev }) => dev === gateway?.dev) ?? inet[0])?.address ?? null
}

/** Loopback addresses that a link other than `lo` holds: there the host can really be reached, so that an address can move. */
export const servedAddresses = (state: SimState): string[] =>
  [...state.links.values()]
    .flatMap(({ detail, addresses }) => (detail.kind === 'loopback' ? [] : addresses))
    .map(({ address }) => address)
    .filter((address) => /^127\./.test(address) && address !== '127.0.0.1')

/**
 * The VLANs of the switches in which frames from this address arrive, each once: where a way leads from the link that holds it,
 * through links that are up, to a cable. Empty: nobody hears the host there.
 */
export const networksOf = (state: SimState, address: string): number[] => {
  const holder = [...state.links.values()].find((link) => link.addresses.some((each) => each.address === address))
  if (holder === undefined || isTaken(state, holder)) return []
  return [...new Set(new Walk(state).from(holder, 0))]
}

/** A port of a bridge hears nothing itself: its frames go to the bridge. */
const isTaken = (state: SimState, { master }: SimLink): boolean =>
  master !== null && state.links.get(master)?.detail.kind !== 'bond'

/** Follows a frame down, each link once for each tag it passes with. A tag of 0 is none. */
class Walk {
  readonly #seen = new Set<string>()

  constructor(readonly state: SimState) {}

  from(link: SimLink, tag: number): number[] {
    const key = `${link.name} ${tag}`
    if (!link.isUp || this.#seen.has(key)) return []
    this.#seen.add(key)
    const { detail, name, lower } = link
    switch (detail.kind) {
      case 'nic':
        return hasCarrier(this.state, link) ? switchVlan(detail.neighbour, tag) : []
      case 'bond':
        return membersOf(this.state, name).flatMap((member) => this.from(member, tag))
      case 'bridge':
        return this.#bridge(link, detail.isVlanFiltering, tag)
      case 'vlan':
        return tag === 0 ? this.#named(lower, detail.id) : []
      case 'macvlan':
      case 'macvtap':
        return this.#named(lower, tag)
      case 'veth':
        return this.#named(this.state.links.get(detail.peer)?.master ?? null, tag)
      case 'openvswitch':
        return this.#ovsPort(name, tag)
      default:
        return []
    }
  }

  #named(name: string | null, tag: number): number[] {
    const link = name === null ? undefined : this.state.links.get(name)
    return link === undefined ? [] : this.from(link, tag)
  }

  #bridge(bridge: SimLink, isVlanFiltering: boolean, tag: number): number[] {
    const ports = membersOf(this.state, bridge.name)
    if (!isVlanFiltering) return ports.flatMap((port) => this.from(port, tag))
    const vlan = tag === 0 ? bridge.vlans.find(({ isPvid }) => isPvid)?.from : tag
    return ports.flatMap((port) => {
      const entry = port.vlans.find(({ from, to }) => vlan !== undefined && from <= vlan && vlan <= to)
      return entry === undefined || vlan === undefined ? [] : this.from(port, entry.isEgressUntagged ? 0 : vlan)
    })
  }

  #ovsPort(name: string, tag: number): number[] {
    const at = this.#portOf(name)
    const vlan = at === null ? null : enter(at.port, tag)
    if (at === null || vlan === null) return []
    return at.others.flatMap((port) => this.#leave(port, vlan))
  }

  #leave(port: Row, vlan: number): number[] {
    const { ovs } = this.state
    const tag = leave(port, vlan)
    if (ovs === null || tag === null) return []
    return referred(ovs, port, 'interfaces').flatMap((face) => {
      const type = textOf(face, 'type')
      if (type === 'patch') return this.#ovsPort(String(mapOf(face, 'options').get('peer') ?? ''), tag)
      return type === '' || type === 'system' ? this.#named(nameOf(face), tag) : []
    })
  }

  /** The Port of an interface, with the other Ports of its bridge. */
  #portOf(name: string): { port: Row; others: Row[] } | null {
    const { ovs } = this.state
    if (ovs === null) return null
    for (const bridge of ovs.Bridge.values()) {
      const ports = referred(ovs, bridge, 'ports')
      const port = ports.find((row) => referred(ovs, row, 'interfaces').some((face) => nameOf(face) === name))
      if (port !== undefined) return { port, others: ports.filter((row) => row !== port) }
    }
    return null
  }
}

/** The VLAN that a switch port makes of a tag. A cable without a known switch is in VLAN 1, and carries all tags. */
const switchVlan = (neighbour: { pvid: number; vlans: readonly { id: number }[] } | null, tag: number): number[] => {
  if (tag === 0) return [neighbour?.pvid ?? 1]
  return neighbour === null || neighbour.vlans.some(({ id }) => id === tag) ? [tag] : []
}
