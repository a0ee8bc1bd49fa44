import type { Graph, GraphNode } from '../graph/graph'
import { viewGraph } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import { CARD, columnOf, COLUMNS, GAP, HALF_ROW, HOST_LEFT, HOST_PADDING, HOST_TOP, TOP } from './geometry'
import { byNatural } from '../graph/natural'
import { firstBand, placeBridge, placeMacvtapRows } from './bands'
import type { BandCursor } from './bands'
import { placeGuests } from './guests'
import { createLeftColumns } from './left'
import type { Boxes, LeftColumns } from './left'
import { macvtapRows } from './macvtap-rows'
import { placeNotes } from './notes'
import { compareBands, orderBridges } from './order'
import { placeSwitches } from './switches'
import { routeEdges } from './route'
import type { Scene } from './scene'

/**
 * Lays a graph out in the fixed ranks: bridges stack in a stable order, their port rows set the height of portgroups and taps,
 * NICs and bonds stand beside what they feed, guests beside their first tap. The same graph gives the same scene, and a
 * bridge's place depends only on what stands above it. O(n log n).
 */
export const placeGraph = (graph: Graph): Scene => {
  const view = viewGraph(graph)
  const boxes: Boxes = new Map()
  const left = createLeftColumns(view, boxes)
  const cursor = firstBand()
  placeBands(view, boxes, left, cursor)
  placeLeftovers(view, boxes, left, cursor)
  placeGuests(view, boxes)
  placeSwitches(view, boxes)
  placeStrays(view, boxes)
  return finishScene(view, boxes)
}

/** Lines, notes and the host's frame around nodes that have their places. */
export const finishScene = (view: GraphView, boxes: Boxes): Scene => {
  const { graph } = view
  const notes = placeNotes(view, boxes)
  const outer = graph.nodes.filter((node) => node.parent === null || !view.node(node.parent))
  const obstacles = [...outer.flatMap((node) => boxes.get(node.id) ?? []), ...notes.map((note) => note.box)]
  const edges = routeEdges(view, boxes, obstacles)
  const lowest = Math.max(
    TOP,
    ...obstacles.map((box) => box.y + box.height),
    ...edges.flatMap((edge) => edge.points.map((point) => point.y)),
  )
  const bottom = lowest + HOST_PADDING
  const guests = columnOf('guest')
  const right = guests.x + guests.width + HOST_PADDING
  return {
    width: right + HOST_PADDING,
    height: bottom + HOST_PADDING,
    hostBox: { x: HOST_LEFT, y: HOST_TOP, width: right - HOST_LEFT, height: bottom - HOST_TOP },
    columns: COLUMNS.map(({ rank, title, x, width }) => ({ rank, title, x, width, count: countOf(graph, rank) })),
    nodes: graph.nodes.flatMap((node) => {
      const box = boxes.get(node.id)
      return box ? [{ node, box, folds: node.folds }] : []
    }),
    edges,
    notes,
  }
}

/** Bridges and loose macvtaps in one order: what shares NICs stands together. */
const placeBands = (view: GraphView, boxes: Boxes, left: LeftColumns, cursor: BandCursor): void => {
  const bridges = orderBridges(view).map(({ id, key }) => ({
    key,
    place: () => placeBox(view, boxes, left, cursor, id),
  }))
  const macvtaps = macvtapRows(view).map(({ rows, key }) => ({
    key,
    place: () => placeMacvtapRows(view, boxes, left, cursor, rows),
  }))
  for (const band of [...bridges, ...macvtaps].sort((a, b) => compareBands(a.key, b.key))) band.place()
}

const placeBox = (view: GraphView, boxes: Boxes, left: LeftColumns, cursor: BandCursor, id: string): void => {
  const node = view.node(id)
  if (node) placeBridge(view, boxes, left, cursor, node)
}

/** What no bridge and no guest uses: VLAN links with an address of their own, bonds and NICs to spare, network nodes and taps. */
const placeLeftovers = (view: GraphView, boxes: Boxes, left: LeftColumns, cursor: BandCursor): void => {
  const waiting = (rank: GraphNode['rank']) =>
    view.graph.nodes
      .filter((node) => node.rank === rank && node.parent === null && !boxes.has(node.id))
      .sort(byNatural((node) => `${node.folds.length > 0 ? '~' : ''}${node.name} ${node.id}`))
  for (const node of waiting('vlan-link')) {
    const middle = Math.max(cursor.y + CARD / 2, left.leastMiddle(node.id))
    left.place(node.id, middle)
    cursor.y = middle + CARD / 2 + GAP.bands
  }
  for (const rank of ['bond', 'nic'] as const)
    for (const node of waiting(rank)) left.place(node.id, left.leastMiddle(node.id))
  for (const rank of ['network', 'tap'] as const) {
    const rows = waiting(rank).map((node) => [node, ...tapsBehind(view, boxes, node)])
    if (rows.length > 0) placeMacvtapRows(view, boxes, left, cursor, rows)
  }
}

const tapsBehind = (view: GraphView, boxes: Boxes, networkNode: GraphNode): GraphNode[] => {
  if (networkNode.rank !== 'network') return []
  const taps = view
    .out(networkNode.id)
    .map((edge) => view.node(edge.to))
    .filter((node) => node?.rank === 'tap' && !boxes.has(node.id))
  return taps.flatMap((node) => node ?? []).slice(0, 1)
}

/** Nothing is ever left out: what has no place yet (a row whose box is missing) goes to the foot of its column. */
const placeStrays = (view: GraphView, boxes: Boxes): void => {
  const strays = view.graph.nodes.filter((node) => !boxes.has(node.id))
  if (strays.length === 0) return
  let y = Math.max(TOP, ...[...boxes.values()].map((box) => box.y + box.height + GAP.groups))
  for (const node of strays) {
    const column = columnOf(node.rank)
    boxes.set(node.id, { x: column.x, y, width: column.width, height: 2 * HALF_ROW })
    y += 2 * HALF_ROW + GAP.cards
  }
}

/** Objects of a rank, folded ones counted singly; rows do not count, except a switch's ports. */
const countOf = (graph: Graph, rank: GraphNode['rank']): number =>
  graph.nodes
    .filter((node) => node.rank === rank && (rank === 'switch' ? node.kind === 'switch-port' : node.parent === null))
    .reduce((sum, node) => sum + Math.max(1, node.folds.filter((id) => id.startsWith(`${node.kind}:`)).length), 0)
