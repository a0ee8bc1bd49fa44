import type { GraphEdge, GraphNode, Rank } from '../graph/graph'

/** Pixels at 100 % zoom, origin top left of the canvas. */
export type Point = { x: number; y: number }
export type Box = { x: number; y: number; width: number; height: number }

/** A node with its place. Rows (ports, guest NICs, switch ports) are placed absolutely, inside their parent's box. */
export type SceneNode = {
  node: GraphNode
  box: Box
  /** A fold ("14 guests on web-20") stands for these node ids; empty for an ordinary node. */
  folds: readonly string[]
}

/** An edge as an orthogonal polyline from the right side of `from` to the left side of `to` (patch links: left side of both). */
export type SceneEdge = {
  edge: GraphEdge
  points: readonly Point[]
  /** Where a label such as "vepa" goes; null: no label. */
  labelAt: Point | null
}

/**
 * Text beside a node, with no life of its own: the addresses of a link that leads nowhere else, or "no LLDP neighbour" left of a
 * NIC. `line` joins it to its node; empty where the note sits right under the node.
 */
export type SceneNote = {
  id: string
  kind: 'addresses' | 'no-neighbour'
  nodeId: string
  box: Box
  texts: readonly string[]
  isManagement: boolean
  line: readonly Point[]
}

export type SceneColumn = { rank: Rank; title: string; x: number; width: number; count: number }

/** A graph laid out in fixed ranks: what the canvas draws. The same graph and folds always give the same scene. */
export type Scene = {
  width: number
  height: number
  columns: readonly SceneColumn[]
  /** The host's group box; switches stand outside, to its left. */
  hostBox: Box
  nodes: readonly SceneNode[]
  edges: readonly SceneEdge[]
  notes: readonly SceneNote[]
}
