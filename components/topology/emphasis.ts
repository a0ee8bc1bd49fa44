import type { Graph } from '@/lib/core/topology/graph'

export type Emphasis = { pathIds: ReadonlySet<string>; dimIds: ReadonlySet<string> }

type Marks = {
  /** Ids of nodes that match the search; null while nothing is searched. */
  matchIds: ReadonlySet<string> | null
  /** Ids of edges that match: both ends do, and where a VLAN is asked for the edge carries it. */
  matchEdgeIds: ReadonlySet<string>
  /** Ids of the nodes and edges on the lit path; empty while none is. */
  pathIds: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/**
 * What to light and what to fade in the graph that is drawn. A node stays bright when it, something it folds, or a row
 * in its box matches or lies on the path; an edge when it does itself. Boxes of lit rows are lit too, but not the chassis of a whole switch. Nothing fades
 * while there is neither a search nor a path.
 */
export function emphasise(drawn: Graph, { matchIds, matchEdgeIds, pathIds }: Marks): Emphasis {
  const lit = new Set(pathIds)
  for (const node of drawn.nodes) {
    const isLit = pathIds.has(node.id) || node.folds.some((id) => pathIds.has(id))
    if (!isLit) continue
    lit.add(node.id)
    if (node.parent !== null && node.kind !== 'switch-port') lit.add(node.parent)
  }
  if (matchIds === null && pathIds.size === 0) return { pathIds: NONE, dimIds: NONE }

  const bright = new Set(lit)
  const isMatch = (id: string) => matchIds !== null && matchIds.has(id)
  for (const node of drawn.nodes) {
    if (!lit.has(node.id) && !isMatch(node.id) && !node.folds.some(isMatch)) continue
    bright.add(node.id)
    if (node.parent !== null) bright.add(node.parent)
  }
  const dim = new Set(drawn.nodes.map(({ id }) => id).filter((id) => !bright.has(id)))
  const folds = new Set(drawn.nodes.filter((node) => node.folds.length > 0).map(({ id }) => id))
  for (const { id, from, to } of drawn.edges) {
    // An edge of a fold stands for several: it has no id of its own to match by.
    const isAtFold = folds.has(from) || folds.has(to)
    const isOfMatch = matchEdgeIds.has(id) || (isAtFold && matchIds !== null && !dim.has(from) && !dim.has(to))
    if (!lit.has(id) && !isOfMatch) dim.add(id)
  }
  return { pathIds: lit, dimIds: dim }
}
