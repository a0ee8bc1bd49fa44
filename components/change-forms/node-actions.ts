import type { NetworkState } from '@/lib/core/model/network-state'
import type { GraphNode } from '@/lib/core/topology/graph'
import { networkActions, portActions, portgroupActions } from './object-actions'
import type { ObjectAction } from './object-actions'

/** What can be done with what a node of the graph stands for. */
export function nodeActions(state: NetworkState, node: GraphNode): ObjectAction[] {
  if (node.folds.length > 0) return []
  switch (node.kind) {
    case 'bridge-port':
    case 'tap':
    case 'veth':
      return portActions(state, node.ref)
    case 'portgroup':
      return portgroupActions(node.ref, node.name)
    case 'network':
      return networkActions(node.name)
    default:
      return []
  }
}
