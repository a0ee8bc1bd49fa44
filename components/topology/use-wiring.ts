'use client'

import { useMemo } from 'react'
import { useShared } from '@/lib/client/use-shared'
import type { NetworkState } from '@/lib/core/model/network-state'
import { guestPath, type GuestPath } from '@/lib/core/path/guest-path'
import { foldGraph } from '@/lib/core/topology/fold/fold'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { placeGraph } from '@/lib/core/topology/place/place'
import { edgeSources } from './edges/edge-rates'
import { emphasise } from './emphasis'
import { searchGraph } from './search-graph'
import { socketsOf, toSceneItems } from './scene-items'
import type { TopologyUrl } from './topology-url'
import { useChangedNodes } from './use-changed-nodes'
import { useFrozenWhile } from './use-frozen-while'
import { useVlanHues } from './use-vlan-hues'
import { NO_MARKS, NO_SOURCES, type WiringView } from './wiring-view'

type WiringInput = {
  state: NetworkState
  hostName: string
  graph: Graph
  url: TopologyUrl
  setUrl: (change: Partial<TopologyUrl>) => void
  /** The canvas is being dragged: keep the layout as it is. */
  isFrozen: boolean
}

/** The lit way: its stations, and all nodes and edges on it in one set. */
export type WiringPath = GuestPath & { ids: ReadonlySet<string>; vlan: number | null }

const NO_PATH: WiringPath = {
  nodeIds: new Set(),
  edgeIds: new Set(),
  hops: [],
  verdicts: [],
  reachesSwitch: false,
  ids: new Set(),
  vlan: null,
}

function pathOf(state: NetworkState, graph: Graph, selectedId: string | null): WiringPath {
  if (selectedId === null) return NO_PATH
  const path = guestPath(state, graph, selectedId)
  const vlan = path.hops.find((hop) => hop.vlan !== null)?.vlan ?? null
  return { ...path, ids: new Set([...path.nodeIds, ...path.edgeIds]), vlan }
}

/** State → graph → search and path → folds → places → what to light: each step a pure function, remembered by its input. */
export function useWiring({ state, hostName, graph, url, setUrl, isFrozen }: WiringInput) {
  const { query, selectedId, openFolds, foldOver, hasRates } = url
  const search = useMemo(() => searchGraph(graph, query, hostName), [graph, query, hostName])
  const path = useMemo(() => pathOf(state, graph, selectedId), [state, graph, selectedId])

  const folded = useMemo(() => {
    const few = search.ids !== null && search.ids.size <= foldOver ? search.ids : []
    const keep = new Set([...few, ...(selectedId === null ? [] : [selectedId])])
    return foldGraph(graph, { over: foldOver, expanded: new Set(openFolds), keep })
  }, [graph, foldOver, openFolds, search.ids, selectedId])
  const placed = useShared(useMemo(() => placeGraph(folded), [folded]))
  const scene = useFrozenWhile(isFrozen, placed)
  const items = useShared(useMemo(() => toSceneItems(scene), [scene]))

  const hues = useVlanHues(graph)
  const { changedIds, reading } = useChangedNodes(graph)
  const sources = useMemo(
    () => (hasRates ? edgeSources(state, graph, scene) : NO_SOURCES),
    [hasRates, state, graph, scene],
  )
  const view = useMemo<WiringView>(() => {
    const drawn = { nodes: scene.nodes.map(({ node }) => node), edges: scene.edges.map(({ edge }) => edge) }
    const byId = new Map(graph.nodes.map((node) => [node.id, node]))
    return {
      selectedId,
      ...emphasise(drawn, { matchIds: search.ids, matchEdgeIds: search.edgeIds, pathIds: path.ids }),
      changedIds,
      reading,
      focusVlan: search.vlan,
      pathVlan: path.vlan,
      hues,
      sockets: socketsOf(scene),
      edgeSources: sources,
      ...NO_MARKS,
      parentOf: (id) => byId.get(byId.get(id)?.parent ?? '') ?? null,
      select: (id) => setUrl({ selectedId: id }),
      toggleFold: (id) =>
        setUrl({ openFolds: openFolds.includes(id) ? openFolds.filter((open) => open !== id) : [...openFolds, id] }),
    }
  }, [scene, graph, selectedId, search, path, changedIds, reading, hues, sources, openFolds, setUrl])

  return { scene, items, view, search, path }
}

export type Wiring = ReturnType<typeof useWiring>
