'use client'

import { createContext, use, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { GraphEdge, GraphNode } from '@/lib/core/topology/graph/graph'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { selectEdgeView, selectNodeView, type EdgeView, type NodeView } from './view-selector'
import { createViewStore, keepEqual, type ViewStore } from './view-store'
import { NO_VIEW, type WiringView } from './wiring-view'

const StoreContext = createContext<ViewStore>(createViewStore(NO_VIEW))

/** Tells the view to what is drawn inside: before the browser paints, and only to those whose part of it differs. */
export function WiringViewProvider({ view, children }: { view: WiringView; children: ReactNode }) {
  const [store] = useState(() => createViewStore(view))
  useLayoutEffect(() => store.set(view), [store, view])
  return <StoreContext value={store}>{children}</StoreContext>
}

/** A part of the view that compares by identity. */
export function useWiringView<Part>(partOf: (view: WiringView) => Part): Part {
  const store = use(StoreContext)
  const read = () => partOf(store.get())
  return useSyncExternalStore(store.subscribe, read, read)
}

const NO_ROWS: readonly SceneNode[] = []

export function useNodeView(node: GraphNode, rows = NO_ROWS): NodeView {
  const store = use(StoreContext)
  const read = useMemo(() => keepEqual(() => selectNodeView(store.get(), node, rows)), [store, node, rows])
  return useSyncExternalStore(store.subscribe, read, read)
}

export function useEdgeView(edge: GraphEdge): EdgeView {
  const store = use(StoreContext)
  const read = useMemo(() => keepEqual(() => selectEdgeView(store.get(), edge)), [store, edge])
  return useSyncExternalStore(store.subscribe, read, read)
}

/** What a click does, in the view of that moment: nobody draws again because a click would now do something else. */
export function useWiringActs(): Pick<WiringView, 'select' | 'toggleFold'> {
  const store = use(StoreContext)
  return useMemo(
    () => ({ select: (id) => store.get().select(id), toggleFold: (id) => store.get().toggleFold(id) }),
    [store],
  )
}
