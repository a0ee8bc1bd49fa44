'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { desiredQueries } from '@/lib/client/queries/desired'
import type { DriftDto } from '@/lib/contract/desired'
import { refOfNode } from '@/lib/core/desired/object-refs'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/objects/ref-words'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { markDrift } from '@/lib/core/topology/overlay/mark-drift'

type Marker = (state: NetworkState, graph: Graph) => Graph

const NO_DRIFT: readonly DriftDto[] = []

/** The host's graph with its drift in it: what is not as wanted says so where it stands. */
export function useDriftMarks(hostId: string): Marker {
  const { data } = useQuery(desiredQueries.drift(hostId))
  const drift = data?.drift ?? NO_DRIFT
  return useMemo(() => markerOf(drift), [drift])
}

function markerOf(drift: readonly DriftDto[]): Marker {
  if (drift.length === 0) return (_, graph) => graph
  const reasons = new Map(drift.map((each) => [each.key, each.reasons]))
  return (state, graph) => {
    const found = graph.nodes.flatMap((node) => {
      const ref = refOfNode(state, node)
      const lines = ref === null ? undefined : reasons.get(refKey(ref))
      return lines === undefined ? [] : [[node.id, lines] as const]
    })
    return markDrift(graph, new Map(found))
  }
}
