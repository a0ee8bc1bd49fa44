'use client'

import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph, GraphNode } from '@/lib/core/topology/graph'
import type { Wiring } from '../use-wiring'

export function Selection({
  node,
}: {
  state: NetworkState
  graph: Graph
  node: GraphNode
  path: Wiring['path']
  onSelect: (id: string) => void
  onClose: () => void
}) {
  return (
    <header className="tp-drawer-head">
      <h2 className="tp-mono">{node.name}</h2>
    </header>
  )
}
