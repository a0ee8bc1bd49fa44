import type { RateSource } from '@/lib/core/rates/rate-source'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import type { Sockets } from './scene-items'
import { NO_HUES, type VlanHues } from './vlan-hues'

/**
 * What the eye should make of the scene just now. Kept apart from the scene itself, so that choosing, searching and
 * hovering never touch React Flow's nodes. Each node and edge draws again only when its own part differs (see view-selector.ts).
 */
export type WiringView = {
  selectedId: string | null
  /** Nodes and edges on the lit path. */
  pathIds: ReadonlySet<string>
  /** Nodes and edges that match the search or lie on the path, while all others fade; null while nothing does. */
  brightIds: ReadonlySet<string> | null
  /** Nodes whose value just changed on the host, and the reading in which they did. */
  changedIds: ReadonlySet<string>
  reading: number
  /** The searched VLAN: first on every chip, and the colour of the edges that carry it. */
  focusVlan: number | null
  /** The VLAN of the lit path. */
  pathVlan: number | null
  hues: VlanHues
  sockets: ReadonlyMap<string, Sockets>
  /** Whose traffic each edge carries; empty while traffic is not shown. */
  edgeSources: ReadonlyMap<string, RateSource>
  /** What a change does to nodes and edges; empty where none is shown. */
  marks: ReadonlyMap<string, Mark>
  /** Changed nodes as they will be. */
  afterOf: ReadonlyMap<string, GraphNode>
  parentOf: (id: string) => GraphNode | null
  select: (id: string) => void
  toggleFold: (id: string) => void
}

const NOTHING: ReadonlySet<string> = new Set()
/** No change is shown. */
export const NO_SOURCES: WiringView['edgeSources'] = new Map()
export const NO_MARKS: Pick<WiringView, 'marks' | 'afterOf'> = { marks: new Map(), afterOf: new Map() }

export const NO_VIEW: WiringView = {
  selectedId: null,
  pathIds: NOTHING,
  brightIds: null,
  changedIds: NOTHING,
  reading: 0,
  focusVlan: null,
  pathVlan: null,
  hues: NO_HUES,
  sockets: new Map(),
  edgeSources: NO_SOURCES,
  ...NO_MARKS,
  parentOf: () => null,
  select: () => undefined,
  toggleFold: () => undefined,
}
