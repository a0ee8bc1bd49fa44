import type { Graph, GraphNode } from '../graph/graph'

/** Reasons by the node that shows the object: what is wanted of it and what was found. */
export type DriftReasons = ReadonlyMap<string, readonly string[]>

/** The graph with what is not as wanted marked so: amber border, and the reason in the row. Never takes a mark away. */
export const markDrift = (graph: Graph, reasons: DriftReasons): Graph =>
  reasons.size === 0
    ? graph
    : { ...graph, nodes: graph.nodes.map((node) => withReasons(node, reasons.get(node.id) ?? [])) }

const withReasons = (node: GraphNode, reasons: readonly string[]): GraphNode => {
  const [first] = reasons
  if (first === undefined) return node
  const words = reasons.map((reason) => reason.toLowerCase())
  return {
    ...node,
    ownership: 'drifted',
    // A row has room for one text: what was wanted. All of it is in the inspector and in the accessible name.
    lines: node.kind === 'bridge-port' ? [wantedOf(first)] : [...node.lines, ...reasons],
    healthReason:
      node.kind === 'bridge-port' ? [node.healthReason, ...reasons].filter(Boolean).join('; ') : node.healthReason,
    terms: [...new Set([...node.terms, 'drifted', ...words])],
  }
}

/** "tag 125 wanted, 126 found" → "tag 125 wanted". */
const wantedOf = (reason: string): string => reason.split(',')[0] ?? reason
