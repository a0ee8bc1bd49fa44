/* Two graphs of one host, as it is and as it would be, in one: what comes, what goes, what moves, what changes. */
import type { Graph, GraphEdge, GraphNode } from '../graph/graph'

/** `moved`: wired to something else than before. `changed`: the same thing in the same place, with other settings. */
export type Mark = 'planned' | 'removed' | 'moved' | 'changed'

export type Overlay = {
  before: Graph
  /** Only after the change, in the order of `after`. */
  ghosts: Graph
  /** Marks of nodes and edges by id; what has none stays as it is. */
  marks: ReadonlyMap<string, Mark>
  /** Nodes that are in both and marked, as they will be. */
  after: ReadonlyMap<string, GraphNode>
}

/** What moves when it is wired differently; anything else is wired by what stands around it. */
const MOVABLE: ReadonlySet<GraphNode['kind']> = new Set(['guest-nic', 'nic', 'bond', 'vlan-link', 'macvtap', 'macvlan'])

export const overlayGraphs = (before: Graph, after: Graph): Overlay => {
  const [oldNodes, newNodes] = [byId(before.nodes), byId(after.nodes)]
  const [oldEdges, newEdges] = [byId(before.edges), byId(after.edges)]
  const marks = new Map<string, Mark>()
  const changed = new Map<string, GraphNode>()
  const [oldWays, newWays] = [waysOf(before), waysOf(after)]
  for (const node of before.nodes) {
    const next = newNodes.get(node.id)
    if (next === undefined) marks.set(node.id, 'removed')
    else {
      const mark = markOf(node, next, oldWays.get(node.id) ?? '', newWays.get(node.id) ?? '')
      if (mark === null) continue
      marks.set(node.id, mark)
      changed.set(node.id, next)
    }
  }
  const ghosts = {
    nodes: after.nodes.filter(({ id }) => !oldNodes.has(id)),
    edges: after.edges.filter(({ id }) => !oldEdges.has(id)),
  }
  for (const { id } of [...ghosts.nodes, ...ghosts.edges]) marks.set(id, 'planned')
  for (const { id } of before.edges) if (!newEdges.has(id)) marks.set(id, 'removed')
  return { before, ghosts, marks, after: changed }
}

const markOf = (node: GraphNode, next: GraphNode, oldWay: string, newWay: string): Mark | null => {
  if (MOVABLE.has(node.kind) && oldWay !== '' && oldWay !== newWay) return 'moved'
  return looks(node) === looks(next) ? null : 'changed'
}

/** What a person sets. Health, folds and the words that a search finds follow from it and from the world outside. */
const looks = ({ name, lines, addresses, role, isDefault, vlan, parent }: GraphNode): string =>
  JSON.stringify([name, lines.map(withoutCount), addresses, role, isDefault, vlan, parent])

/** "NAT · 1 port": how many stand on something is said by what comes and goes there. */
const withoutCount = (line: string): string => line.replace(/(^| · )\d+ ports?\b/, '')

/** To what each node is wired: for a guest NIC on the switch's side, for what is below a bridge on the guests'. */
const waysOf = (graph: Graph): Map<string, string> => {
  const ways = new Map<string, string[]>()
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]))
  const add = (id: string, other: string) => ways.set(id, [...(ways.get(id) ?? []), other])
  for (const { from, to } of graph.edges) {
    if (kinds.get(to) === 'guest-nic') add(to, from)
    else if (kinds.get(from) !== 'bond' && kinds.get(to) !== 'vlan-link') add(from, to)
  }
  return new Map([...ways].map(([id, others]) => [id, others.sort().join(' ')]))
}

const byId = <T extends GraphNode | GraphEdge>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]))

/** Ids of what exists and is marked, or has a marked line at it: these are shown one by one, never folded away. */
export const touchedIds = ({ before, ghosts, marks }: Overlay): Set<string> => {
  const touched = new Set(before.nodes.map(({ id }) => id).filter((id) => marks.has(id)))
  for (const { from, to } of [...ghosts.edges, ...before.edges.filter(({ id }) => marks.has(id))]) {
    touched.add(from)
    touched.add(to)
  }
  for (const { parent } of ghosts.nodes) if (parent !== null) touched.add(parent)
  return touched
}

export type MarkCounts = Readonly<Record<Mark, number>>

/** How many things each mark is on; a box that comes or goes counts with its rows as one. */
export const countMarks = ({ before, ghosts, marks }: Overlay): MarkCounts => {
  const counts = { planned: 0, removed: 0, moved: 0, changed: 0 }
  for (const { id, parent } of [...before.nodes, ...ghosts.nodes]) {
    const mark = marks.get(id)
    if (mark !== undefined && (parent === null || marks.get(parent) !== mark)) counts[mark] += 1
  }
  return counts
}
