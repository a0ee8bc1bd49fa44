'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { desiredQueries } from '@/lib/client/queries/desired'
import { refOfNode } from '@/lib/core/desired/object-refs'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/plan/ref-words'
import type { Graph } from '@/lib/core/topology/graph'
import { markDrift } from '@/lib/core/topology/mark-drift'

/** The host's graph with its drift in it: what is not as wanted says so where it stands. */
export function useDriftMarks(hostId: string): (state: NetworkState, graph: Graph) => Graph {
  const { data } = useQuery(desiredQueries.drift(hostId))
  return useMemo(() => {
    const reasons = new Map((data?.drift ?? []).map(({ key, reasons: lines }) => [key, lines]))
    if (reasons.size === 0) return (_state, graph) => graph
    return (state, graph) =>
      markDrift(
        graph,
        new Map(
          graph.nodes.flatMap((node) => {
            const ref = refOfNode(state, node)
            const found = ref === null ? undefined : reasons.get(refKey(ref))
            return found === undefined ? [] : [[node.id, found] as const]
          }),
        ),
      )
  }, [data])
}
