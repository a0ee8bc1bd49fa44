import type { NetworkState } from '../model/network-state'
import type { GraphNode } from '../topology/graph'

/** MTU of the kernel link or OVS interface behind a node, bytes; null for pills, guests, switches and rows of other things. */
export const mtuOf = (state: NetworkState, node: GraphNode): number | null => {
  switch (node.kind) {
    case 'guest':
    case 'guest-nic':
    case 'network':
    case 'portgroup':
    case 'switch':
    case 'switch-port':
    case 'controller':
    case 'tunnel-remote':
      return null
    default:
      return state.links.find((link) => link.name === node.ref)?.mtuBytes ?? ovsMtu(state, node.ref)
  }
}

const ovsMtu = (state: NetworkState, name: string): number | null => {
  const ports = (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports).filter((port) => port.name === name)
  const mtus = ports.flatMap((port) => port.interfaces.flatMap((iface) => iface.mtuBytes ?? []))
  return mtus.length > 0 ? Math.min(...mtus) : null
}
