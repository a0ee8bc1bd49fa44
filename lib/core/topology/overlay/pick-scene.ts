import type { Overlay } from './overlay'
import type { GraphNode } from '../graph/graph'
import type { Scene, SceneNode } from '../place/scene'

export const OVERLAY_VIEWS = ['now', 'after', 'both'] as const
export type OverlayView = (typeof OVERLAY_VIEWS)[number]

/** One side of an overlay's scene, in the same places: nothing moves when the view is changed. */
export const pickScene = (scene: Scene, { marks, after }: Overlay, view: OverlayView): Scene => {
  if (view === 'both') return scene
  const hidden = view === 'now' ? 'planned' : 'removed'
  const asItWill = (node: GraphNode): GraphNode => (view === 'after' ? (after.get(node.id) ?? node) : node)
  const nodes = scene.nodes
    .filter(({ node }) => marks.get(node.id) !== hidden)
    .map((each) => ({ ...each, node: { ...asItWill(each.node), parent: each.node.parent } }))
  const ids = new Set(nodes.map(({ node }) => node.id))
  return {
    ...scene,
    nodes: nodes.map((each) => closed(each, scene, nodes)),
    edges: scene.edges.filter(({ edge }) => marks.get(edge.id) !== hidden && ids.has(edge.from) && ids.has(edge.to)),
    notes: scene.notes.flatMap((note) => {
      const texts = note.kind === 'addresses' && view === 'after' ? after.get(note.nodeId)?.addresses : undefined
      return ids.has(note.nodeId) && texts?.length !== 0 ? [{ ...note, texts: texts ?? note.texts }] : []
    }),
  }
}

/** A box ends at the last row that is shown. */
const closed = (each: SceneNode, scene: Scene, shown: readonly SceneNode[]): SceneNode => {
  const rowsOf = (nodes: readonly SceneNode[]): SceneNode[] => nodes.filter(({ node }) => node.parent === each.node.id)
  const [all, left] = [rowsOf(scene.nodes), rowsOf(shown)]
  if (all.length === left.length || left.length === 0 || each.node.kind === 'switch') return each
  const bottom = Math.max(...left.map(({ box }) => box.y + box.height))
  return { ...each, box: { ...each.box, height: bottom - each.box.y } }
}
