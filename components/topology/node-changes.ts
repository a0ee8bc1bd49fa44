import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'

/** Node id to what the canvas shows of it, as one comparable text. */
export type NodeSignatures = ReadonlyMap<string, string>

const signatureOf = (node: GraphNode) =>
  JSON.stringify([node.name, node.health, node.healthReason, node.ownership, node.lines, node.vlan, node.isManagement])

export function nodeSignatures(graph: Graph): NodeSignatures {
  return new Map(graph.nodes.map((node) => [node.id, signatureOf(node)]))
}

const NONE: ReadonlySet<string> = new Set()

/** Ids of nodes that are new or show another value than before. Empty for the first picture: nothing changed yet. */
export function changedNodes(before: NodeSignatures | null, after: NodeSignatures): ReadonlySet<string> {
  if (!before) return NONE
  const changed = [...after].filter(([id, signature]) => before.get(id) !== signature).map(([id]) => id)
  return changed.length > 0 ? new Set(changed) : NONE
}
