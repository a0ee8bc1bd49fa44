import type { NetworkState } from '../model/network-state'
import { nicRef } from '../observe/nic-key'
import type { ObjectRef } from '../objects/object-ref'
import type { GraphNode, NodeKind } from '../topology/graph/graph'
import { indexHost } from '../state/host-index'

const LINK_KINDS: ReadonlySet<NodeKind> = new Set(['nic', 'vlan-link', 'linux-bridge', 'macvtap', 'macvlan', 'link'])

/** The object that a node shows; null for what is only seen (switches, guests as a whole, taps) or stands for several. */
export function refOfNode(state: NetworkState, node: GraphNode): ObjectRef | null {
  if (node.id.startsWith('fold:')) return null
  const { kind, ref, name } = node
  const index = indexHost(state)
  const isLink = index.link(ref) !== undefined
  if (LINK_KINDS.has(kind)) return isLink ? { kind: 'link', owner: null, name: ref } : null
  if (kind === 'ovs-bridge') return { kind: 'ovs-bridge', owner: null, name }
  if (kind === 'network' || kind === 'portgroup') return { kind: 'network', owner: null, name: ref }
  if (kind === 'guest-nic') {
    const guest = index.guest(ref)
    const nic = guest?.nics.find((each) => each.name === name)
    return guest === undefined || nic === undefined ? null : nicRef(guest, nic)
  }
  if (kind !== 'bridge-port' && kind !== 'bond') return null
  const bridge = index.ovsPort(ref)?.bridge
  if (bridge !== undefined) return { kind: 'ovs-port', owner: bridge.name, name: ref }
  return isLink ? { kind: 'link', owner: null, name: ref } : null
}
