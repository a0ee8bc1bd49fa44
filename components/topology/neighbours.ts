import type { Scene } from '@/lib/core/topology/place/scene'
import type { SceneItem } from './scene-items'

export type Direction = 'left' | 'right' | 'up' | 'down'

export const ARROW_DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/** Ids one after the other as the eye reads them: box, its rows, next box. */
export function readingOrder(items: readonly SceneItem[]): string[] {
  return items.flatMap((item) => [item.id, ...item.rows.map((row) => row.node.id)])
}

/**
 * Where an arrow key goes from a node. Left and right follow an edge to its other end (towards the switch, towards the
 * guest); a box or a row without an edge of its own follows those of its whole box, so that a guest's port leads on to the
 * uplink. Up and down step through the column. Null at an end.
 */
export function neighbourOf(
  scene: Scene,
  items: readonly SceneItem[],
  id: string,
  direction: Direction,
): string | null {
  const item = items.find((candidate) => candidate.id === id || candidate.rows.some((row) => row.node.id === id))
  if (!item) return null
  if (direction === 'up' || direction === 'down') {
    const rank = item.top.node.rank
    const column = readingOrder(items.filter((candidate) => candidate.top.node.rank === rank))
    return column[column.indexOf(id) + (direction === 'up' ? -1 : 1)] ?? null
  }
  const farEnds = (ids: readonly string[]) =>
    scene.edges
      .filter(({ edge }) => ids.includes(direction === 'left' ? edge.to : edge.from))
      .map(({ edge }) => (direction === 'left' ? edge.from : edge.to))
  const family = [item.id, ...item.rows.map((row) => row.node.id)]
  const ends = farEnds([id])
  return nearest(scene, id, ends.length > 0 ? ends : farEnds(family))
}

function nearest(scene: Scene, id: string, candidates: readonly string[]): string | null {
  const centre = new Map(scene.nodes.map(({ node, box }) => [node.id, box.y + box.height / 2]))
  const from = centre.get(id) ?? 0
  const byDistance = (a: string, b: string) =>
    Math.abs((centre.get(a) ?? 0) - from) - Math.abs((centre.get(b) ?? 0) - from)
  return [...candidates].sort(byDistance)[0] ?? null
}
