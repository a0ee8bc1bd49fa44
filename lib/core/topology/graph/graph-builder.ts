import type { EdgeKind, Graph, GraphEdge, GraphNode } from './graph'
import { RANKS } from './kinds'
import { edgeId } from './ids'
import { compareNatural } from './natural'

type Required = 'id' | 'kind' | 'name' | 'rank'
type NodeSeed = Pick<GraphNode, Required> & Partial<Omit<GraphNode, Required>>
type EdgeSeed = { from: string; to: string; kind?: EdgeKind } & Partial<Omit<GraphEdge, 'id' | 'from' | 'to'>>

/** A graph while it is being put together: every concern adds its nodes and joins them to those of others. */
export type GraphBuilder = {
  has: (id: string) => boolean
  get: (id: string) => GraphNode | undefined
  /** The first to add an id wins; adding it again changes nothing. */
  add: (seed: NodeSeed) => string
  patch: (id: string, change: (node: GraphNode) => Partial<GraphNode>) => void
  join: (seed: EdgeSeed) => void
  edges: () => Iterable<GraphEdge>
  nodes: () => Iterable<GraphNode>
  /** Sorted; edges with an end that no concern added are left out (a name in one source may be missing in another). */
  finish: () => Graph
}

export const createGraphBuilder = (isManagement: (id: string, ref: string) => boolean): GraphBuilder => {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  return {
    has: (id) => nodes.has(id),
    get: (id) => nodes.get(id),
    add: (seed) => {
      if (!nodes.has(seed.id)) nodes.set(seed.id, completeNode(seed, isManagement))
      return seed.id
    },
    patch: (id, change) => {
      const node = nodes.get(id)
      if (node) nodes.set(id, { ...node, ...change(node) })
    },
    join: (seed) => {
      const id = edgeId(seed.from, seed.to)
      if (seed.from !== seed.to && !edges.has(id)) edges.set(id, completeEdge(id, seed))
    },
    edges: () => edges.values(),
    nodes: () => nodes.values(),
    finish: () => finish(nodes, edges),
  }
}

const completeNode = (seed: NodeSeed, isManagement: (id: string, ref: string) => boolean): GraphNode => {
  const node: GraphNode = {
    parent: null,
    health: 'ok',
    healthReason: '',
    ownership: 'ours',
    lines: [],
    addresses: [],
    role: null,
    isDefault: false,
    folds: [],
    vlan: null,
    isManagement: isManagement(seed.id, seed.ref ?? seed.name),
    ref: seed.name,
    terms: [],
    ...seed,
  }
  const words = [node.name, node.kind, ...node.addresses, ...node.lines, ...node.terms]
  return { ...node, terms: [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word !== ''))] }
}

const completeEdge = (id: string, seed: EdgeSeed): GraphEdge => ({
  kind: 'plain',
  vlan: null,
  label: '',
  health: 'ok',
  evidence: 'confirmed',
  isManagement: false,
  ...seed,
  id,
})

const rankIndex = new Map(RANKS.map((rank, index) => [rank, index]))

const finish = (nodes: ReadonlyMap<string, GraphNode>, edges: ReadonlyMap<string, GraphEdge>): Graph => {
  const rankOf = (id: string) => rankIndex.get(nodes.get(id)?.rank ?? 'switch') ?? 0
  const byRank = (a: { id: string }, b: { id: string }, rankA: number, rankB: number) =>
    rankA - rankB || compareNatural(a.id, b.id)
  return {
    nodes: [...nodes.values()].sort((a, b) => byRank(a, b, rankOf(a.id), rankOf(b.id))),
    edges: [...edges.values()]
      .filter((edge) => nodes.has(edge.from) && nodes.has(edge.to))
      .map((edge) => withEnds(edge, nodes.get(edge.from), nodes.get(edge.to)))
      .sort((a, b) => byRank(a, b, rankOf(a.from), rankOf(b.from))),
  }
}

/** An edge is as dead as its deader end: no frame passes a NIC without carrier or a guest that is off. */
const withEnds = (edge: GraphEdge, from: GraphNode | undefined, to: GraphNode | undefined): GraphEdge => {
  if (!from || !to) return edge
  const among = [edge.health, from.health, to.health]
  const dead = (['off', 'error'] as const).find((health) => among.includes(health))
  return {
    ...edge,
    health: dead ?? edge.health,
    isManagement: edge.isManagement || (from.isManagement && to.isManagement),
  }
}
