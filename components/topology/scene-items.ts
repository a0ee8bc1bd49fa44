import { RANKS } from '@/lib/core/topology/graph/kinds'
import type { Box, Scene, SceneNode } from '@/lib/core/topology/place/scene'

/** A box of the canvas with the rows that stand inside it, top to bottom. */
export type SceneItem = { id: string; top: SceneNode; rows: readonly SceneNode[] }

/** Which sides of a node an edge ends at: that is where its sockets are. */
export type Sockets = { left: boolean; right: boolean }

const isInside = (inner: Box, outer: Box) =>
  inner.x >= outer.x - 1 &&
  inner.y >= outer.y - 1 &&
  inner.x + inner.width <= outer.x + outer.width + 1 &&
  inner.y + inner.height <= outer.y + outer.height + 1

const byPlace = (a: SceneNode, b: SceneNode) =>
  RANKS.indexOf(a.node.rank) - RANKS.indexOf(b.node.rank) || a.box.y - b.box.y || a.box.x - b.box.x

/** A fake bridge is a row of its bridge and has rows itself: two steps. The bound guards against a parent cycle. */
const MAX_NESTING = 4

/** The outermost box that a node is drawn in; itself when it stands alone. */
function ownerOf(sceneNode: SceneNode, byId: ReadonlyMap<string, SceneNode>): SceneNode {
  let owner = sceneNode
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    const parent = owner.node.parent === null ? undefined : byId.get(owner.node.parent)
    if (!parent || parent === owner || !isInside(sceneNode.box, parent.box)) break
    owner = parent
  }
  return owner
}

/**
 * A scene's nodes as boxes with rows, in reading order: rank by rank from the switch, each from top to bottom. A node is
 * a row when it is drawn inside the box of its parent.
 */
export function toSceneItems(scene: Scene): SceneItem[] {
  const byId = new Map(scene.nodes.map((node) => [node.node.id, node]))
  const rowsOf = new Map<string, SceneNode[]>()
  const tops: SceneNode[] = []
  for (const sceneNode of scene.nodes) {
    const owner = ownerOf(sceneNode, byId)
    const rows = rowsOf.get(owner.node.id)
    if (owner === sceneNode) tops.push(sceneNode)
    else if (rows) rows.push(sceneNode)
    else rowsOf.set(owner.node.id, [sceneNode])
  }
  return tops
    .sort(byPlace)
    .map((top) => ({ id: top.node.id, top, rows: (rowsOf.get(top.node.id) ?? []).sort(byPlace) }))
}

/** Sides with an edge, read off the ends of the drawn lines. */
export function socketsOf(scene: Scene): ReadonlyMap<string, Sockets> {
  const boxes = new Map(scene.nodes.map((node) => [node.node.id, node.box]))
  const sockets = new Map<string, Sockets>()
  for (const { edge, points } of scene.edges) {
    const ends = [
      [edge.from, points[0]],
      [edge.to, points[points.length - 1]],
    ] as const
    for (const [id, point] of ends) {
      const box = boxes.get(id)
      if (!box || !point) continue
      const isLeft = point.x <= box.x + box.width / 2
      const known = sockets.get(id) ?? { left: false, right: false }
      sockets.set(id, { left: known.left || isLeft, right: known.right || !isLeft })
    }
  }
  return sockets
}
