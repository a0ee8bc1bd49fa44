/*
 * Places for a host as it is and as it would be, in one scene: what exists stands where it always stands, what comes goes to
 * the end of its box or of its column. Rows below a box that grows beyond its spare row make room, all by the same distance.
 */
import { foldGraph } from '../fold/fold'
import type { FoldOptions } from '../fold/fold'
import { GAP, ROW } from '../place/geometry'
import type { Graph, GraphNode } from '../graph/graph'
import { viewGraph } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import type { Overlay } from './overlay'
import { touchedIds } from './overlay'
import { finishScene, placeGraph } from '../place/place'
import { placeGhost } from './place-ghosts'
import type { Boxes } from '../place/left'
import type { Scene } from '../place/scene'

export type OverlayOptions = Pick<FoldOptions, 'over' | 'expanded' | 'keep'>

/** The scene of both at once; `pickScene` shows one of them in the same places. */
export const placeOverlay = (overlay: Overlay, { over, expanded, keep }: OverlayOptions): Scene => {
  const { before, ghosts } = overlay
  const roots = viewGraph(withGhosts(before, ghosts))
  const shown = withBoxes(roots, new Set([...keep, ...touchedIds(overlay)]))
  const drawn = foldGraph(before, {
    ...(over === undefined ? {} : { over }),
    expanded: new Set([...expanded, ...shown]),
    keep: shown,
  })
  const boxes: Boxes = new Map(placeGraph(drawn).nodes.map(({ node, box }) => [node.id, { ...box }]))
  const view = viewGraph(withGhosts(drawn, ghosts))
  appendRows(view, boxes, ghosts)
  placeNewBridges(view, boxes, ghosts)
  for (const node of view.graph.nodes) if (!boxes.has(node.id)) placeGhost(view, boxes, node)
  return finishScene(view, boxes)
}

/** A row of a fake bridge goes to the end of the whole box: between its neighbours there is no room. */
const withGhosts = (drawn: Graph, ghosts: Graph): Graph => {
  const view = viewGraph({ nodes: [...drawn.nodes, ...ghosts.nodes], edges: [] })
  const inBox = (node: GraphNode): GraphNode =>
    node.parent === null
      ? node
      : { ...node, parent: view.root(node.parent) === node.id ? null : view.root(node.parent) }
  return { nodes: [...drawn.nodes, ...ghosts.nodes.map(inBox)], edges: [...drawn.edges, ...ghosts.edges] }
}

const withBoxes = (view: GraphView, ids: ReadonlySet<string>): Set<string> =>
  new Set([...ids].flatMap((id) => [id, view.node(id)?.parent ?? id, view.root(id)]))

/** New rows of boxes that exist, in order, below the last row. */
const appendRows = (view: GraphView, boxes: Boxes, ghosts: Graph): void => {
  for (const { id } of ghosts.nodes) {
    const box = view.root(id)
    const place = boxes.get(box)
    if (box === id || place === undefined) continue
    boxes.set(id, { ...place, y: place.y + place.height, height: ROW })
    place.height += ROW
    makeRoom(view, boxes, box)
  }
}

/** Moves what stands below a grown box down, where it no longer fits: guests by themselves, all else as one. */
const makeRoom = (view: GraphView, boxes: Boxes, grown: string): void => {
  const box = boxes.get(grown)
  if (!box) return
  const bottom = box.y + box.height
  const rank = view.node(grown)?.rank
  const tops = view.graph.nodes.filter(({ id }) => id !== grown && view.root(id) === id && boxes.has(id))
  const below = tops.filter((node) => node.rank === rank && (boxes.get(node.id)?.y ?? 0) >= box.y + ROW)
  const next = Math.min(...below.map(({ id }) => boxes.get(id)?.y ?? Infinity))
  const least = bottom + (rank === 'guest' ? GAP.guests : GAP.bands)
  if (next >= least) return
  const isMoved = (node: GraphNode): boolean => rank !== 'guest' || node.rank === 'guest'
  shiftDown(view, boxes, next, least - next, isMoved)
}

/** A chassis that begins above the cut grows instead: its ports stay level with their NICs. */
const shiftDown = (
  view: GraphView,
  boxes: Boxes,
  cut: number,
  by: number,
  isMoved: (node: GraphNode) => boolean,
): void => {
  const tops = new Map([...boxes].map(([id, { y }]) => [id, y]))
  for (const node of view.graph.nodes) {
    const box = boxes.get(node.id)
    if (!box || !isMoved(node)) continue
    const top = tops.get(node.kind === 'switch-port' ? node.id : view.root(node.id)) ?? box.y
    if (top >= cut) box.y += by
    else if (node.kind === 'switch' && top + box.height > cut) box.height += by
  }
}

/** New bridges, with all that is new around them, stand as they would on a host of their own: below what exists. */
const placeNewBridges = (view: GraphView, boxes: Boxes, ghosts: Graph): void => {
  const isNewBridge = (node: GraphNode): boolean => node.rank === 'bridge' && view.root(node.id) === node.id
  const found = new Set(ghosts.nodes.filter(isNewBridge).map(({ id }) => id))
  if (found.size === 0) return
  const isFree = (id: string): boolean => ghosts.nodes.some((node) => node.id === id) && !boxes.has(view.root(id))
  for (const id of found)
    for (const edge of [id, ...view.children(id).map((row) => row.id)].flatMap((each) => [
      ...view.in(each),
      ...view.out(each),
    ]))
      for (const end of [edge.from, edge.to]) if (isFree(end)) found.add(view.root(end))
  const nodes = view.graph.nodes.filter(({ id }) => found.has(view.root(id)))
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = view.graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to))
  const scene = placeGraph({ nodes, edges })
  const ranks = new Set(nodes.map(({ rank }) => rank))
  const bottoms = view.graph.nodes
    .filter(({ rank }) => ranks.has(rank))
    .flatMap(({ id }) => boxes.get(id) ?? [])
    .map((box) => box.y + box.height)
  const top = Math.min(...scene.nodes.map(({ box }) => box.y))
  const by = Math.max(0, Math.max(0, ...bottoms) + ROW + GAP.bands - top)
  for (const { node, box } of scene.nodes) boxes.set(node.id, { ...box, y: box.y + by })
}
