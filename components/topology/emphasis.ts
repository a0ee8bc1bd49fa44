import type { Graph, GraphEdge, GraphNode } from '@/lib/core/topology/graph/graph'

export type Emphasis = {
  pathIds: ReadonlySet<string>
  /** What stays bright while all else fades; null while nothing fades. Not what fades: few are bright, and only they draw again. */
  brightIds: ReadonlySet<string> | null
}

type Marks = {
  /** Ids of nodes that match the search; null while nothing is searched. */
  matchIds: ReadonlySet<string> | null
  /** Ids of edges that match: both ends do, and where a VLAN is asked for the edge carries it. */
  matchEdgeIds: ReadonlySet<string>
  /** Ids of the nodes and edges on the lit path; empty while none is. */
  pathIds: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/** The node, or what it folds, is in the set. */
const isIn = (ids: ReadonlySet<string>, node: GraphNode) => ids.has(node.id) || node.folds.some((id) => ids.has(id))

/** `ids` in terms of what is drawn, with the boxes of rows. */
function drawnOf(drawn: Graph, ids: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  for (const node of drawn.nodes) {
    if (!isIn(ids, node)) continue
    found.add(node.id)
    if (node.parent !== null) found.add(node.parent)
  }
  return found
}

/** Edges in the set; those at a fold stand for several and have no id of their own to find, so both ends must be in it. */
function edgesOf(drawn: Graph, edgeIds: ReadonlySet<string>, nodeIds: ReadonlySet<string>): string[] {
  const folds = new Set(drawn.nodes.filter((node) => node.folds.length > 0).map(({ id }) => id))
  const isFound = ({ id, from, to }: GraphEdge) =>
    edgeIds.has(id) || ((folds.has(from) || folds.has(to)) && nodeIds.has(from) && nodeIds.has(to))
  return drawn.edges.filter(isFound).map(({ id }) => id)
}

/**
 * What to light and what to fade in the graph that is drawn. A node stays bright when it, something it folds, or a row
 * in its box matches or lies on the path; an edge when it does itself. Boxes of lit rows are lit too, but not the chassis
 * of a whole switch. Nothing fades while there is neither a search nor a path.
 */
export function emphasise(drawn: Graph, { matchIds, matchEdgeIds, pathIds }: Marks): Emphasis {
  if (matchIds === null && pathIds.size === 0) return { pathIds: NONE, brightIds: null }
  const onPath = drawnOf(drawn, pathIds)
  const matching = drawnOf(drawn, matchIds ?? NONE)
  const litEdges = edgesOf(drawn, pathIds, onPath)
  const matchingEdges = edgesOf(drawn, matchEdgeIds, matching)
  const chassis = new Set(drawn.nodes.filter(({ kind }) => kind === 'switch').map(({ id }) => id))
  return {
    pathIds: new Set([...[...onPath].filter((id) => !chassis.has(id)), ...litEdges]),
    brightIds: new Set([...onPath, ...matching, ...litEdges, ...matchingEdges]),
  }
}
