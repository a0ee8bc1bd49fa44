import type { Graph, GraphNode } from '../graph/graph'
import { viewGraph } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import { parseQuery } from './query'
import type { Term } from './query'
import { carriesVlan } from '../../vlan/carriage'

export type Match = {
  /** Ids of the nodes that match. */
  ids: ReadonlySet<string>
  /** Ids of edges that belong to the match: both ends match, and where a VLAN is asked for the edge carries it. */
  edgeIds: ReadonlySet<string>
  count: number
  total: number
  /** What could not be understood, each with what would be right. */
  problems: readonly string[]
}

/**
 * Nodes that match every word of a query (see query.ts); an empty query matches all. Run it on the unfolded graph.
 * `vlan:n` matches ports that let the VLAN pass (an empty trunk list is all VLANs), the way down to the switch ports and up to
 * the guests, and the boxes they stand in. `host` is the host's name, for `host:`.
 */
export const matchGraph = (graph: Graph, query: string, host = ''): Match => {
  const { terms, problems } = parseQuery(query)
  const view = viewGraph(graph)
  const tests = terms.map((term) => testOf(view, term, host.toLowerCase()))
  const ids = new Set(graph.nodes.filter((node) => tests.every((test) => test(node))).map((node) => node.id))
  const vlans = terms.filter((term) => term.type === 'vlan')
  const edges = graph.edges.filter(
    (edge) =>
      ids.has(edge.from) &&
      ids.has(edge.to) &&
      vlans.every((term) => edge.vlan !== null && carriesAny(edge.vlan, term)),
  )
  return { ids, edgeIds: new Set(edges.map((edge) => edge.id)), count: ids.size, total: graph.nodes.length, problems }
}

const testOf = (view: GraphView, term: Term, host: string): ((node: GraphNode) => boolean) => {
  switch (term.type) {
    case 'state':
      return term.test
    case 'kind':
      return (node) => term.kinds.includes(node.kind)
    case 'host':
      return () => host.includes(term.text)
    case 'mac':
      return (node) => node.terms.some((word) => word.endsWith(term.text) || word === term.text)
    case 'text':
      return (node) => node.terms.some((word) => word.includes(term.text))
    case 'vlan': {
      const ids = nodesOfVlan(view, term)
      return (node) => ids.has(node.id)
    }
  }
}

type VlanRange = { from: number; to: number }

const carriesAny = (vlan: NonNullable<GraphNode['vlan']>, { from, to }: VlanRange): boolean => {
  if (vlan.carriesAll) return true
  if (from === to) return carriesVlan(vlan, from)
  return [vlan.tag ?? -1, ...vlan.trunks].some((id) => id >= from && id <= to && carriesVlan(vlan, id))
}

/** Rows and network nodes that carry it, both ends of edges that do, and the boxes around them. */
const nodesOfVlan = (view: GraphView, range: VlanRange): Set<string> => {
  const ids = new Set<string>()
  const add = (id: string) => {
    ids.add(id)
    ids.add(view.root(id))
  }
  for (const node of view.graph.nodes) if (node.vlan && carriesAny(node.vlan, range)) add(node.id)
  for (const edge of view.graph.edges)
    if (edge.vlan && carriesAny(edge.vlan, range) && isWay(view, edge.from, range) && isWay(view, edge.to, range)) {
      add(edge.from)
      add(edge.to)
    }
  return ids
}

/** An end that has VLANs of its own must let it pass too: a patch pair between trunk and access carries what both do. */
const isWay = (view: GraphView, id: string, range: VlanRange): boolean => {
  const vlan = view.node(id)?.vlan
  return !vlan || carriesAny(vlan, range)
}
