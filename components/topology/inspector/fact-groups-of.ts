import type { NetworkState } from '@/lib/core/model/network-state'
import type { GuestPath } from '@/lib/core/path/guest-path'
import type { FactGroup } from '@/lib/core/topology/facts/fact-list'
import { describeNode } from '@/lib/core/topology/facts/facts'
import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'

/** The precedence of VLANs has a section of its own. */
const isPrecedence = (group: FactGroup) => group.facts.some(({ label }) => label === 'which counts')

/**
 * The facts of a node by source. A guest NIC and its tap are two ends of one cable that a person looks at together, so
 * the NIC brings the facts of the hop behind it along; a source that both name is shown once.
 */
export function factGroupsOf(state: NetworkState, graph: Graph, node: GraphNode, path: GuestPath): FactGroup[] {
  const companions = node.kind === 'guest-nic' ? (path.hops[1]?.nodeIds ?? []) : []
  const groups = [node.id, ...companions].flatMap((id) => describeNode(state, graph, id)?.groups ?? [])
  const seen = new Set<string>()
  return groups.filter((group) => {
    const key = JSON.stringify(group)
    if (isPrecedence(group) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
