/* Boxes that say all in their header: bridges with one port to each side, and OpenStack's trunk bridges. */
import type { Folding } from './fold-apply'
import type { Graph, GraphNode } from '../graph/graph'
import { viewGraph } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import { isTrunkBridge } from '../build/openstack'

/** Rows of such boxes fold into their box, unless it is in `expanded`. */
export const compactBridges = (graph: Graph, expanded: ReadonlySet<string>): Folding => {
  const view = viewGraph(graph)
  const into = new Map<string, string>()
  for (const node of graph.nodes) {
    if (node.kind !== 'linux-bridge' && node.kind !== 'ovs-bridge') continue
    if (expanded.has(node.id) || !isHeaderEnough(view, node)) continue
    for (const row of view.children(node.id)) into.set(row.id, node.id)
  }
  return { into, added: [] }
}

const isHeaderEnough = (view: GraphView, bridge: GraphNode): boolean => {
  const rows = view.children(bridge.id)
  if (rows.some((row) => row.health === 'error' || row.health === 'warn' || row.ownership === 'drifted')) return false
  if (bridge.kind === 'ovs-bridge' && isTrunkBridge(bridge.name)) return true
  if (bridge.kind === 'ovs-bridge' && rows.some((row) => row.role === 'patch')) return false
  const isPlain = rows.every((row) => isSide(row) && row.vlan === null && !row.isManagement)
  const guests = rows.filter((row) => row.role === 'guest').length
  return isPlain && rows.length > 0 && guests <= 1 && rows.length - guests <= 1 && view.out(bridge.id).length === 0
}

/** An uplink or a veth pair to another bridge (OpenStack's firewall bridges) on one side, a guest on the other. */
const isSide = (row: GraphNode): boolean => row.role === 'uplink' || row.role === 'patch' || row.role === 'guest'
