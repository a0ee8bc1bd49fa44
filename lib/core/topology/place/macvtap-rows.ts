/* Macvtaps and the network nodes of macvtap networks have no bridge: they run in rows of their own past the bridge column. */
import type { GraphNode } from '../graph/graph'
import { groupBy } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import { byNatural } from '../graph/natural'
import { lowestNics } from './order'
import type { BandKey } from './order'

export type MacvtapRows = { key: BandKey; rows: GraphNode[][] }

/** After all bridges on the same NIC. */
const AFTER_BRIDGES = 1_000

/** Rows grouped by the link below; a network's macvtaps follow its network node, one row each. */
export const macvtapRows = (view: GraphView): MacvtapRows[] => {
  const lowest = lowestNics(view)
  const starts = view.graph.nodes.filter(
    (node) =>
      node.parent === null && (node.rank === 'tap' || node.rank === 'network') && lowerOf(view, node) !== undefined,
  )
  return [...groupBy(starts, (node) => lowerOf(view, node) ?? '')]
    .map(([lower, nodes]) => ({
      key: { nic: lowest(lower) ?? Number.MAX_SAFE_INTEGER, depth: AFTER_BRIDGES, name: lower },
      rows: nodes.sort(byNatural((node) => `${node.rank} ${node.name}`)).flatMap((node) => rowsOf(view, node)),
    }))
    .sort((a, b) => a.key.nic - b.key.nic || (a.key.name < b.key.name ? -1 : 1))
}

/** The NIC, bond or VLAN link that a macvtap or a macvtap network stands on directly. */
const lowerOf = (view: GraphView, node: GraphNode): string | undefined =>
  view.in(node.id).find((edge) => {
    const below = view.node(edge.from)
    return below?.parent === null && ['nic', 'bond', 'vlan-link'].includes(below.rank)
  })?.from

const rowsOf = (view: GraphView, start: GraphNode): GraphNode[][] => {
  if (start.rank !== 'network') return [[start]]
  const taps = view
    .out(start.id)
    .flatMap((edge) => view.node(edge.to) ?? [])
    .filter((node) => node.rank === 'tap')
    .sort(byNatural((node) => node.name))
  return taps.length > 0 ? taps.map((tap) => [start, tap]) : [[start]]
}
