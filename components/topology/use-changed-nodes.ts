'use client'

import { useMemo, useState } from 'react'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { changedNodes, nodeSignatures, type NodeSignatures } from './node-changes'

type Reading = { signatures: NodeSignatures; changedIds: ReadonlySet<string>; count: number }

/** Which nodes show another value than in the picture before, and how many pictures there have been. */
export function useChangedNodes(graph: Graph): { changedIds: ReadonlySet<string>; reading: number } {
  const signatures = useMemo(() => nodeSignatures(graph), [graph])
  const [last, setLast] = useState<Reading>({ signatures, changedIds: changedNodes(null, signatures), count: 0 })
  if (last.signatures !== signatures) {
    const changedIds = changedNodes(last.signatures, signatures)
    setLast({ signatures, changedIds, count: last.count + 1 })
  }
  return { changedIds: last.changedIds, reading: last.count }
}
