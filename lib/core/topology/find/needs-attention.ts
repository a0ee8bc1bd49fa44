import type { Graph, GraphNode } from '../graph/graph'

const SEVERITY: Record<GraphNode['health'], number> = { error: 0, warn: 1, unknown: 3, off: 4, ok: 4 }

/** Nodes that need attention, worst first: broken, degraded, drifted. Each is named once, at the node that says why: not at the switch's
 * end of a dead cable, nor at the tap of a drifted port. */
export function nodesNeedingAttention(graph: Graph): GraphNode[] {
  return graph.nodes
    .filter((node) => node.health === 'error' || node.health === 'warn' || node.ownership === 'drifted')
    .filter((node) => node.kind !== 'switch-port' && (node.healthReason !== '' || node.lines.length > 0))
    .map((node, index) => ({
      node,
      index,
      severity: Math.min(SEVERITY[node.health], node.ownership === 'drifted' ? 2 : 4),
    }))
    .sort((a, b) => a.severity - b.severity || a.index - b.index)
    .map(({ node }) => node)
}
