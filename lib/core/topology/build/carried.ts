import type { PortVlan } from '../../model/vlan'
import type { Graph, GraphEdge } from '../graph/graph'
import { edgeKindOf } from '../graph/edge-kind'
import { trunkVlan } from '../../vlan/make'

/**
 * What the cables of the host carry, seen from above: a NIC or bond carries the tags of its VLAN links and functions, and the VLANs of the
 * ports it is an uplink of. The edges below it (switch – NIC – bond) get that; null where all above are transparent. The last one, from the tap to the guest, gets what the port lets through.
 */
export const annotateCarried = (graph: Graph): Graph => {
  const leaving = new Map<string, GraphEdge[]>()
  const entering = new Map<string, GraphEdge>()
  for (const edge of graph.edges) {
    const group = leaving.get(edge.from)
    if (group) group.push(edge)
    else leaving.set(edge.from, [edge])
    entering.set(edge.to, edge)
  }
  const pushesTag = new Set(graph.nodes.filter(({ kind }) => kind === 'vlan-link' || kind === 'vf').map(({ id }) => id))
  const givesFunctions = (id: string): boolean => (leaving.get(id) ?? []).some(({ to }) => to.startsWith('vf:'))
  const known = new Map<string, PortVlan | null>()

  const carriedBy = (id: string): PortVlan | null => {
    const found = known.get(id)
    if (found !== undefined) return found
    known.set(id, null)
    const parts = (leaving.get(id) ?? []).map((edge) => contribution(edge)).filter((vlan) => vlan !== null)
    const vlan = union(parts)
    known.set(id, vlan)
    return vlan
  }
  const contribution = (edge: GraphEdge): PortVlan | null => {
    if (edge.vlan === null) return edge.to.startsWith('bond:') || givesFunctions(edge.to) ? carriedBy(edge.to) : null
    return pushesTag.has(edge.to) ? trunkVlan(edge.vlan.tag === null ? [] : [edge.vlan.tag]) : edge.vlan
  }

  return { ...graph, edges: graph.edges.map((edge) => fromTap(withCarried(edge, carriedBy), entering)) }
}

/** Between tap and guest travels what the port lets through. */
const fromTap = (edge: GraphEdge, entering: ReadonlyMap<string, GraphEdge>): GraphEdge => {
  const vlan = edge.vlan === null && edge.from.startsWith('tap:') ? entering.get(edge.from)?.vlan : null
  return vlan ? { ...edge, vlan, kind: edgeKindOf(vlan) } : edge
}

const isBelow = (edge: GraphEdge) =>
  edge.vlan === null && (edge.to.startsWith('bond:') || edge.from.startsWith('switch-port:'))

const withCarried = (edge: GraphEdge, carriedBy: (id: string) => PortVlan | null): GraphEdge => {
  if (!isBelow(edge)) return edge
  const vlan = carriedBy(edge.to)
  return vlan === null ? edge : { ...edge, vlan, kind: edgeKindOf(vlan) }
}

const union = (parts: readonly PortVlan[]): PortVlan | null => {
  const [first, ...others] = parts
  if (!first) return null
  if (others.length === 0) return first
  const ids = parts.flatMap((vlan) => [...vlan.trunks, ...(vlan.tag === null ? [] : [vlan.tag])])
  return trunkVlan(parts.some((vlan) => vlan.carriesAll) ? 'all' : ids)
}
