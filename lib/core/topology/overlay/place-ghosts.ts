import { BOND_LEAST, CARD, columnOf, GAP, HALF_ROW, SLIM_ROW, ROW, TOP } from '../place/geometry'
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import type { Boxes } from '../place/left'
import type { Box } from '../place/scene'

/** A new thing outside all boxes: as near as there is room to what it is wired to, nothing else moves. */
export const placeGhost = (view: GraphView, boxes: Boxes, node: GraphNode): void => {
  const height = heightOf(node)
  const wanted = wantedMiddle(view, boxes, node) ?? lowestOf(view, boxes, node) + height / 2
  const column = columnOf(node.rank)
  const taken = view.graph.nodes
    .filter((other) => other.rank === node.rank && other.id !== node.id)
    .flatMap((other) => boxes.get(other.id) ?? [])
  boxes.set(node.id, { x: column.x, y: freeTop(taken, wanted - height / 2, height), width: column.width, height })
}

const heightOf = ({ kind, rank }: GraphNode): number =>
  kind === 'bond' ? BOND_LEAST : rank === 'network' || rank === 'tap' ? SLIM_ROW : rank === 'bridge' ? ROW : CARD

/** Level with the first thing it is wired to that has a place; for a network node of a whole bridge that is below the bridge's rows. */
const wantedMiddle = (view: GraphView, boxes: Boxes, node: GraphNode): number | undefined => {
  for (const edge of [...view.in(node.id), ...view.out(node.id)]) {
    const otherId = edge.from === node.id ? edge.to : edge.from
    const box = boxes.get(otherId)
    if (!box) continue
    const isBridge = view.node(otherId)?.rank === 'bridge' && view.children(otherId).length > 0
    return isBridge ? box.y + box.height - HALF_ROW : box.y + box.height / 2
  }
  return undefined
}

const lowestOf = (view: GraphView, boxes: Boxes, { rank }: GraphNode): number =>
  Math.max(
    TOP,
    ...view.graph.nodes
      .filter((node) => node.rank === rank)
      .flatMap((node) => boxes.get(node.id) ?? [])
      .map((box) => box.y + box.height + GAP.cards),
  )

/** The first place at or below `wanted` that touches nothing in the column. */
const freeTop = (taken: readonly Box[], wanted: number, height: number): number => {
  let top = Math.max(TOP, wanted)
  for (const box of [...taken].sort((a, b) => a.y - b.y))
    if (box.y < top + height + CLEAR && top < box.y + box.height + CLEAR) top = box.y + box.height + CLEAR
  return top
}

/** Network nodes in neighbouring rows leave four pixels between them. */
const CLEAR = ROW - SLIM_ROW
