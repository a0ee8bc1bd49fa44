import type { Graph, GraphEdge, GraphNode } from './graph'

/** A graph with its look-ups, each made once. Lists keep the graph's order. */
export type GraphView = {
  graph: Graph
  node: (id: string) => GraphNode | undefined
  out: (id: string) => readonly GraphEdge[]
  in: (id: string) => readonly GraphEdge[]
  children: (id: string) => readonly GraphNode[]
  /** Of the nodes that `id` leads to, the one that shows the same object as a port: the tap with the port's name. */
  outTo: (id: string, ref: string) => GraphNode | undefined
  /** The outermost box around a node: itself, its bridge, its guest. */
  root: (id: string) => string
}

export const viewGraph = (graph: Graph): GraphView => {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const out = groupBy(graph.edges, (edge) => edge.from)
  const into = groupBy(graph.edges, (edge) => edge.to)
  const children = groupBy(
    graph.nodes.filter((node) => node.parent !== null),
    (node) => node.parent ?? '',
  )
  const byRef = new Map<string, Map<string, GraphNode>>()
  const refsOf = (id: string) => {
    const known = byRef.get(id)
    if (known) return known
    const targets = (out.get(id) ?? []).flatMap((edge) => nodes.get(edge.to) ?? [])
    const refs = new Map(targets.map((node) => [node.ref, node]))
    byRef.set(id, refs)
    return refs
  }
  const root = (id: string): string => {
    let current = id
    // Rows nest two deep at most (bridge, fake bridge, port); the bound guards against a parent cycle in foreign data.
    for (let depth = 0; depth < 4; depth++) {
      const parent = nodes.get(current)?.parent
      if (!parent || !nodes.has(parent)) break
      current = parent
    }
    return current
  }
  return {
    graph,
    node: (id) => nodes.get(id),
    out: (id) => out.get(id) ?? [],
    in: (id) => into.get(id) ?? [],
    children: (id) => children.get(id) ?? [],
    outTo: (id, ref) => refsOf(id).get(ref),
    root,
  }
}

export const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
