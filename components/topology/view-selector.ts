import type { GraphEdge, GraphNode } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { carriesVlan } from '@/lib/core/vlan/carriage'
import { hueColour } from './vlan-hues'
import type { WiringView } from './wiring-view'

/** One node's part of the view. Flat, so that two of them compare field by field. */
export type NodeView = {
  isSelected: boolean
  isOnPath: boolean
  /** Stays bright while others fade. */
  isBright: boolean
  /** What a change does to it, and the node as it will be. */
  mark: Mark | null
  after: GraphNode | null
  /** The reading in which its value just changed. */
  changedIn: number | null
  hasLeftSocket: boolean
  hasRightSocket: boolean
  parentName: string | null
  /** The searched VLAN, where the node carries it. */
  focusVlan: number | null
}

/** One edge's part of the view; `stroke` is its colour where it is not the resting one. */
export type EdgeView = { isOnPath: boolean; isBright: boolean; mark: Mark | null; stroke: string | null }

/** A box fades only when nothing in it is of interest; else its header stays and the `rows` fade one by one. */
export function selectNodeView(view: WiringView, node: GraphNode, rows: readonly SceneNode[] = []): NodeView {
  const { id, vlan } = node
  const sockets = view.sockets.get(id)
  const isFocused = vlan !== null && view.focusVlan !== null && carriesVlan(vlan, view.focusVlan)
  return {
    isSelected: view.selectedId === id,
    isOnPath: view.pathIds.has(id),
    isBright: isBright(view, id) || rows.some((row) => isBright(view, row.node.id)),
    mark: view.marks.get(id) ?? null,
    after: view.afterOf.get(id) ?? null,
    changedIn: view.changedIds.has(id) ? view.reading : null,
    hasLeftSocket: sockets?.left ?? false,
    hasRightSocket: sockets?.right ?? false,
    parentName: view.parentOf(id)?.name ?? null,
    focusVlan: isFocused ? view.focusVlan : null,
  }
}

const isBright = ({ brightIds }: WiringView, id: string): boolean => brightIds?.has(id) ?? false

export function selectEdgeView(view: WiringView, edge: GraphEdge): EdgeView {
  const isOnPath = view.pathIds.has(edge.id)
  const stroke = strokeOf(edge, view, isOnPath)
  return { isOnPath, isBright: isBright(view, edge.id), mark: view.marks.get(edge.id) ?? null, stroke }
}

/** At rest every edge is grey; it takes its VLAN's colour while a path is lit or a VLAN is searched. */
function strokeOf(edge: GraphEdge, view: WiringView, isOnPath: boolean): string | null {
  if (isOnPath) return view.pathVlan === null ? 'var(--accent)' : hueColour(view.hues, view.pathVlan)
  if (view.focusVlan === null || !isBright(view, edge.id)) return null
  return edge.vlan && carriesVlan(edge.vlan, view.focusVlan) ? hueColour(view.hues, view.focusVlan) : null
}
