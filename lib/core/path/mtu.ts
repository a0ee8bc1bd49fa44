import type { NetworkState } from '../model/network-state'
import type { GraphNode } from '../topology/graph/graph'

export type MtuOf = (node: GraphNode) => number | null

const WITHOUT: readonly GraphNode['kind'][] = [
  'guest',
  'guest-nic',
  'network',
  'portgroup',
  'switch',
  'switch-port',
  'controller',
  'tunnel-remote',
]

/** MTU of the kernel link or OVS interface behind a node, bytes; null for network nodes, guests, switches and rows of other things. */
export const indexMtus = (state: NetworkState): MtuOf => {
  const mtus = new Map<string, number>()
  for (const port of (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports)) {
    const known = port.interfaces.flatMap((iface) => iface.mtuBytes ?? [])
    if (known.length > 0) mtus.set(port.name, Math.min(...known))
  }
  // The kernel has the last word where both know the name.
  for (const link of state.links) mtus.set(link.name, link.mtuBytes)
  return (node) => (WITHOUT.includes(node.kind) ? null : (mtus.get(node.ref) ?? null))
}
