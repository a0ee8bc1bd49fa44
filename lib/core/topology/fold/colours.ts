/* Colour refinement: which nodes are wired alike, so that one picture can stand for all of them. */
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'

/** Rounds until the classes no longer split: as many as the longest way through a host, and some. */
const MOST_ROUNDS = 24

/**
 * Gives every node a number; two nodes have the same one where they are of the same sort (`sortOf`) and hang on alike things in
 * alike ways, all the way to the ends of the wiring (1-dimensional Weisfeiler-Leman refinement).
 */
export const colourNodes = (view: GraphView, sortOf: (node: GraphNode) => string): Map<string, number> => {
  const { nodes } = view.graph
  const wired = wiringOf(view)
  let now = number(nodes.map(sortOf))
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = number(wired.map((each, at) => signature(each, at, now.colours)))
    const isStable = next.count === now.count
    now = next
    if (isStable) break
  }
  return new Map(nodes.map(({ id }, at) => [id, now.colours[at] ?? 0]))
}

/** A node by its place in the graph: its parent (-1: none), and all it hangs on, each with the way it does. */
type Wired = { parent: number; around: readonly { way: string; at: number }[] }

/** Looked up once: every round asks every node. */
const wiringOf = (view: GraphView): Wired[] => {
  const { nodes } = view.graph
  const places = new Map(nodes.map(({ id }, at) => [id, at]))
  const placeOf = (id: string | null) => (id === null ? -1 : (places.get(id) ?? -1))
  return nodes.map(({ id, parent }) => ({
    parent: placeOf(parent),
    around: [
      ...view.out(id).map((edge) => ({ way: `>${edge.kind}`, at: placeOf(edge.to) })),
      ...view.in(id).map((edge) => ({ way: `<${edge.kind}`, at: placeOf(edge.from) })),
      ...view.children(id).map((child) => ({ way: 'c', at: placeOf(child.id) })),
    ],
  }))
}

const signature = ({ parent, around }: Wired, at: number, colours: readonly number[]): string => {
  const of = (place: number) => colours[place] ?? ''
  const ways = around.map((each) => `${each.way}${of(each.at)}`).sort()
  return `${of(at)}|${of(parent)}|${ways.join()}`
}

/** Numbers in order of first appearance, so that equal graphs give equal colours. */
const number = (texts: readonly string[]): { colours: number[]; count: number } => {
  const seen = new Map<string, number>()
  const colours = texts.map((text) => {
    const known = seen.get(text) ?? seen.size
    seen.set(text, known)
    return known
  })
  return { colours, count: seen.size }
}
