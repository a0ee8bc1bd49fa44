import type { Graph, GraphEdge, GraphNode } from '../graph/graph'
import { edgeId } from '../graph/ids'

/** `into` maps each folded node to the one that stands for it; `added` are folds that were no node before. */
export type Folding = { into: ReadonlyMap<string, string>; added: readonly GraphNode[] }

/** The graph with folded nodes replaced; edges end at what stands for their ends, parallel ones become one. */
export const applyFolding = (graph: Graph, { into, added }: Folding): Graph => {
  if (into.size === 0) return graph
  const folded = new Map<string, string[]>()
  for (const node of graph.nodes) {
    const target = into.get(node.id)
    if (target === undefined) continue
    const list = folded.get(target)
    if (list) list.push(node.id, ...node.folds)
    else folded.set(target, [node.id, ...node.folds])
  }
  const withFolds = (node: GraphNode): GraphNode => {
    const more = folded.get(node.id)
    return more ? { ...node, folds: [...node.folds, ...more] } : node
  }
  return {
    nodes: [...graph.nodes.filter((node) => !into.has(node.id)), ...added].map(withFolds),
    edges: mergeEdges(graph.edges, (id) => into.get(id) ?? id),
  }
}

const mergeEdges = (edges: readonly GraphEdge[], standIn: (id: string) => string): GraphEdge[] => {
  const merged = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const from = standIn(edge.from)
    const to = standIn(edge.to)
    if (from === to) continue
    const id = edgeId(from, to)
    const known = merged.get(id)
    merged.set(id, known ? mergePair(known, edge) : { ...edge, id, from, to })
  }
  return [...merged.values()]
}

/** What folded edges have in common; where VLANs differ the line says nothing of them. */
const mergePair = (a: GraphEdge, b: GraphEdge): GraphEdge => ({
  ...a,
  kind: a.kind === b.kind ? a.kind : 'plain',
  vlan: JSON.stringify(a.vlan) === JSON.stringify(b.vlan) ? a.vlan : null,
  label: a.label === b.label ? a.label : '',
  health: a.health === b.health ? a.health : 'ok',
  isManagement: a.isManagement || b.isManagement,
})
