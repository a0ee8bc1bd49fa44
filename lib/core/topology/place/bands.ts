/* Bands stack from top to bottom: a bridge with all that hangs on its rows, or a row of macvtaps and other loose ends. */
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { columnOf, GAP, HALF_ROW, SLIM_ROW, ROW, TOP } from './geometry'
import type { Boxes, LeftColumns } from './left'
import { orderRows } from './order'

/** Where the next band may begin. */
export type BandCursor = { y: number }

type Row = { node: GraphNode; middle: number }

const isRightOf = (node: GraphNode | undefined): node is GraphNode =>
  node !== undefined && node.parent === null && (node.rank === 'network' || node.rank === 'tap')

/** Puts a box of the right half in a row; a network node of several rows grows to the lowest of them. */
const putInRow = (boxes: Boxes, node: GraphNode, middle: number): void => {
  const box = boxes.get(node.id)
  if (box) {
    // Only over the very next row: anything else may stand between, and then the edge bends.
    const isNextRow = middle - SLIM_ROW / 2 - (box.y + box.height) === ROW - SLIM_ROW
    if (node.rank === 'network' && isNextRow) box.height = middle + SLIM_ROW / 2 - box.y
    return
  }
  const column = columnOf(node.rank)
  boxes.set(node.id, { x: column.x, y: middle - SLIM_ROW / 2, width: column.width, height: SLIM_ROW })
}

/** Rows of a box from top to bottom; those of a fake bridge follow its own row. */
const flatRows = (view: GraphView, box: string): GraphNode[] =>
  orderRows(view, box).flatMap((row) => [row, ...orderRows(view, row.id)])

export const placeBridge = (
  view: GraphView,
  boxes: Boxes,
  left: LeftColumns,
  cursor: BandCursor,
  bridge: GraphNode,
): void => {
  const column = columnOf('bridge')
  const rows = flatRows(view, bridge.id)
  const y = cursor.y + shiftToUplinks(view, left, bridge, rows, cursor.y)
  const header: Row = { node: bridge, middle: y + HALF_ROW }
  const lines: Row[] = rows.map((node, index) => ({ node, middle: y + ROW * (index + 1) + HALF_ROW }))
  boxes.set(bridge.id, { x: column.x, y, width: column.width, height: ROW * (rows.length + 1) })
  for (const { node, middle } of lines) {
    const nested = view.children(node.id).length
    boxes.set(node.id, { x: column.x, y: middle - HALF_ROW, width: column.width, height: ROW * (nested + 1) })
  }
  for (const row of [header, ...lines]) placeUplinks(view, left, row)
  const bottom = y + ROW * (rows.length + 1)
  const lowest = placeBeside(view, boxes, header, lines, bottom)
  const spare = rows.length > 0 ? ROW : 0
  cursor.y = Math.max(bottom + spare, lowest) + GAP.bands
}

/** A band moves down until its first uplink that stands nowhere yet can stand beside it: that edge is then straight. */
const shiftToUplinks = (
  view: GraphView,
  left: LeftColumns,
  bridge: GraphNode,
  rows: readonly GraphNode[],
  y: number,
) => {
  for (const [index, node] of [bridge, ...rows].entries()) {
    const lowers = view.in(node.id).filter((edge) => isUplinkEdge(view, edge.from))
    const [first] = lowers
    if (first) return Math.max(0, left.leastMiddle(first.from) - (y + ROW * index + HALF_ROW))
  }
  return 0
}

const isUplinkEdge = (view: GraphView, from: string) => {
  const node = view.node(from)
  return node?.parent === null && (node.rank === 'nic' || node.rank === 'bond' || node.rank === 'vlan-link')
}

const placeUplinks = (view: GraphView, left: LeftColumns, { node, middle }: Row): void => {
  for (const edge of view.in(node.id)) left.place(edge.from, middle)
}

/**
 * What hangs on the rows' right sides stands in their height: network nodes and taps of a port in its row, so that those edges are
 * straight. What has no row of its own (networks without ports, a second macvtap) takes the header's height, then that of
 * uplinks, then rows below the box. Returns the lowest y used.
 */
const placeBeside = (view: GraphView, boxes: Boxes, header: Row, lines: readonly Row[], bottom: number): number => {
  const waiting: GraphNode[] = []
  for (const row of lines) {
    const [first, ...others] = chainsOf(view, row.node)
    if (first) for (const node of first) putInRow(boxes, node, row.middle)
    for (const chain of others) waiting.push(...chain.filter((node) => !boxes.has(node.id)))
  }
  const [straight, ...rest] = chainsOf(view, header.node)
  const isHeaderFree = view.out(header.node.id).every((edge) => view.node(edge.to)?.rank !== 'guest')
  const isFolded = view.children(header.node.id).length === 0
  const heads = [straight, ...rest].filter((chain) => chain !== undefined)
  for (const [index, chain] of heads.entries()) {
    if (index === 0 && (isHeaderFree || isFolded)) for (const node of chain) putInRow(boxes, node, header.middle)
    else waiting.push(...chain.filter((node) => !boxes.has(node.id)))
  }
  return placeWaiting(boxes, waiting, lines, bottom)
}

const placeWaiting = (boxes: Boxes, waiting: readonly GraphNode[], lines: readonly Row[], bottom: number): number => {
  const free = lines.filter((row) => row.node.role === 'uplink').map((row) => row.middle)
  let below = bottom
  for (const node of waiting) {
    if (boxes.has(node.id)) continue
    const middle = free.shift() ?? below + HALF_ROW
    if (middle > bottom) below += ROW
    putInRow(boxes, node, middle)
  }
  return below
}

/**
 * The chains that leave a row to the right: [network node, tap], [tap] or [network node]. Through a portgroup the row's own tap is meant: the
 * one with the same name.
 */
const chainsOf = (view: GraphView, row: GraphNode): GraphNode[][] =>
  view
    .out(row.id)
    .filter((edge) => edge.kind !== 'patch' && view.root(edge.to) !== view.root(row.id))
    .map((edge) => view.node(edge.to))
    .filter(isRightOf)
    .map((node) => {
      if (node.rank !== 'network') return [node]
      const named = view.outTo(node.id, row.ref)
      const own = row.parent === null ? view.node(view.out(node.id)[0]?.to ?? '') : named
      return isRightOf(own) && node.kind !== 'vlan-link' ? [node, own] : [node]
    })

/** Rows outside all bridges: each row holds the network node and tap given, at the height of the link below where it can be. */
export const placeMacvtapRows = (
  view: GraphView,
  boxes: Boxes,
  left: LeftColumns,
  cursor: BandCursor,
  rows: readonly (readonly GraphNode[])[],
): void => {
  const first = rows[0]?.[0]
  const lower = first && view.in(first.id).find((edge) => isUplinkEdge(view, edge.from))?.from
  const least = lower === undefined ? 0 : left.leastMiddle(lower)
  const isNew = lower !== undefined && !boxes.has(lower)
  let middle = Math.max(cursor.y + HALF_ROW, isNew ? least : 0)
  for (const row of rows) {
    for (const node of row) putInRow(boxes, node, middle)
    if (row[0]) placeUplinks(view, left, { node: row[0], middle })
    middle += ROW
  }
  cursor.y = middle - HALF_ROW + GAP.bands
}

export const firstBand = (): BandCursor => ({ y: TOP })
