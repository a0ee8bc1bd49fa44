import type { NetworkState } from '@/lib/core/model/network-state'
import type { RateSource } from '@/lib/core/rates/rate-source'
import { rateSourceOf } from '@/lib/core/rates/rate-source'
import type { Graph } from '@/lib/core/topology/graph/graph'
import type { Point, Scene, SceneEdge } from '@/lib/core/topology/place/scene'

/** Shorter stretches have no room for a figure. */
const LEAST_WIDTH = 22

/**
 * Which port's traffic an edge carries: that of its end nearer the guest, which is alone on its line, but a member's where it
 * joins a bond. Edges that end at folds or between network nodes have none.
 */
export function edgeSources(state: NetworkState, graph: Graph, scene: Scene): ReadonlyMap<string, RateSource> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const sources = new Map<string, RateSource>()
  for (const sceneEdge of scene.edges) {
    const { edge } = sceneEdge
    if (rateAt(sceneEdge) === null) continue
    const ends = [byId.get(edge.to), byId.get(edge.from)]
    const [near, far] = ends[0]?.kind === 'bond' ? ends.reverse() : ends
    const source = (near && rateSourceOf(state, graph, near)) ?? (far && rateSourceOf(state, graph, far))
    if (source) sources.set(edge.id, source)
  }
  return sources
}

/** The middle of the level stretch nearest the guest that has room, and how wide it is; null where there is none. */
export function rateAt({ points }: Pick<SceneEdge, 'points'>): (Point & { width: number }) | null {
  for (let at = points.length - 1; at > 0; at -= 1) {
    const [from, to] = [points[at - 1], points[at]]
    if (!from || !to || from.y !== to.y || Math.abs(to.x - from.x) < LEAST_WIDTH) continue
    return { x: (from.x + to.x) / 2, y: from.y, width: Math.abs(to.x - from.x) }
  }
  return null
}
