import { matchGraph } from '@/lib/core/topology/find/filter'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { parseQuery } from '@/lib/core/topology/find/query'

/** What the search makes of the graph; `ids` is null while nothing is searched. */
export type WiringSearch = {
  ids: ReadonlySet<string> | null
  edgeIds: ReadonlySet<string>
  /** "27 of 71"; empty while nothing is searched. */
  found: string
  /** What could not be understood, and what would be right; empty when all was. */
  problem: string
  /** The one VLAN that is asked for, if it is one. */
  vlan: number | null
}

const NOTHING: WiringSearch = { ids: null, edgeIds: new Set(), found: '', problem: '', vlan: null }

/** Searches the unfolded graph with the query language of `parseQuery`. */
export function searchGraph(graph: Graph, query: string, hostName: string): WiringSearch {
  if (query.trim() === '') return NOTHING
  const { ids, edgeIds, count, total, problems } = matchGraph(graph, query, hostName)
  const vlans = parseQuery(query).terms.flatMap((term) =>
    term.type === 'vlan' && term.from === term.to ? [term.from] : [],
  )
  return { ids, edgeIds, found: `${count} of ${total}`, problem: problems.join(' '), vlan: vlans[0] ?? null }
}
