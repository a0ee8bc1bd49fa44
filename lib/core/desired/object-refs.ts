/* Which objects a host has that can be wanted, and which of them a node of its graph shows. */
import type { LinkKind } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { nicRef } from '../observe/nic-key'
import type { ObjectRef } from '../objects/object-ref'
import type { GraphNode, NodeKind } from '../topology/graph'

/** Made by the kernel or by somebody else's start, or made anew with every start of a guest: nothing to want of them. */
const UNMANAGED_LINKS: ReadonlySet<LinkKind> = new Set(['loopback', 'tap', 'veth', 'ovs-datapath', 'other'])

/** Everything that can be managed, guests' own taps and ports left out. */
export function manageableRefs(state: NetworkState): ObjectRef[] {
  const taps = new Set(state.guests.flatMap(({ nics }) => nics.flatMap(({ running }) => running?.target ?? [])))
  const links = state.links.filter(
    ({ name, kind, isFallback }) => !taps.has(name) && !UNMANAGED_LINKS.has(kind) && !isFallback,
  )
  const bridges = state.ovs?.bridges ?? []
  return [
    ...links.map(({ name }): ObjectRef => ({ kind: 'link', owner: null, name })),
    ...bridges.flatMap((bridge): ObjectRef[] => [
      { kind: 'ovs-bridge', owner: null, name: bridge.name },
      ...bridge.ports
        .filter(({ name }) => !taps.has(name) && name !== bridge.name)
        .map(({ name }): ObjectRef => ({ kind: 'ovs-port', owner: bridge.name, name })),
      ...bridge.mirrors.map(({ name }): ObjectRef => ({ kind: 'ovs-mirror', owner: bridge.name, name })),
    ]),
    ...(state.libvirt?.networks ?? []).map(({ name }): ObjectRef => ({ kind: 'network', owner: null, name })),
    ...state.guests.flatMap((guest) => guest.nics.map((nic) => nicRef(guest, nic))),
  ]
}

const LINK_KINDS: ReadonlySet<NodeKind> = new Set(['nic', 'vlan-link', 'linux-bridge', 'macvtap', 'macvlan', 'link'])

/** The object that a node shows; null for what is only seen (switches, guests as a whole, taps) or stands for several. */
export function refOfNode(state: NetworkState, node: GraphNode): ObjectRef | null {
  if (node.id.startsWith('fold:')) return null
  const { kind, ref, name } = node
  const isLink = state.links.some((link) => link.name === ref)
  if (LINK_KINDS.has(kind)) return isLink ? { kind: 'link', owner: null, name: ref } : null
  if (kind === 'ovs-bridge') return { kind: 'ovs-bridge', owner: null, name }
  if (kind === 'network' || kind === 'portgroup') return { kind: 'network', owner: null, name: ref }
  if (kind === 'guest-nic') {
    const guest = state.guests.find(({ uuid }) => uuid === ref)
    const nic = guest?.nics.find((each) => each.name === name)
    return guest === undefined || nic === undefined ? null : nicRef(guest, nic)
  }
  if (kind !== 'bridge-port' && kind !== 'bond') return null
  const bridge = state.ovs?.bridges.find(({ ports }) => ports.some((port) => port.name === ref))
  if (bridge !== undefined) return { kind: 'ovs-port', owner: bridge.name, name: ref }
  return isLink ? { kind: 'link', owner: null, name: ref } : null
}
