/* Colour refinement: which nodes are wired alike, so that one picture can stand for all of them. */
import type { GraphNode } from './graph'
import type { GraphView } from './graph-view'

/** Rounds until the classes no longer split: as many as the longest way through a host, and some. */
const MOST_ROUNDS = 24

/**
 * Gives every node a number; two nodes have the same one where they are of the same sort (`sortOf`) and hang on alike things in
 * alike ways, all the way to the ends of the wiring (1-dimensional Weisfeiler-Leman refinement).
 */
export const colourNodes = (view: GraphView, sortOf: (node: GraphNode) => string): Map<string, number> => {
  const { nodes } = view.graph
  let colours = number(nodes.map((node) => [node.id, sortOf(node)]))
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = number(nodes.map((node) => [node.id, signature(view, node, colours)]))
    const isStable = new Set(next.values()).size === new Set(colours.values()).size
    colours = next
    if (isStable) break
  }
  return colours
}

const signature = (view: GraphView, node: GraphNode, colours: ReadonlyMap<string, number>): string => {
  const of = (id: string | null) => (id === null ? '' : (colours.get(id) ?? ''))
  const around = [
    ...view.out(node.id).map((edge) => `>${edge.kind}${of(edge.to)}`),
    ...view.in(node.id).map((edge) => `<${edge.kind}${of(edge.from)}`),
    ...view.children(node.id).map((child) => `c${of(child.id)}`),
  ].sort()
  return `${of(node.id)}|${of(node.parent)}|${around.join()}`
}

/** Numbers in order of first appearance, so that equal graphs give equal colours. */
const number = (pairs: readonly (readonly [string, string])[]): Map<string, number> => {
  const seen = new Map<string, number>()
  return new Map(
    pairs.map(([id, text]) => {
      const known = seen.get(text) ?? seen.size
      seen.set(text, known)
      return [id, known]
    }),
  )
}
