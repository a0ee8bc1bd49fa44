'use client'

import { useMemo, useState } from 'react'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { extendVlanHues, NO_HUES, vlansInOrder, type VlanHues } from './vlan-hues'

/** Hues of the graph's VLANs; one that was handed out stays as long as the page lives. */
export function useVlanHues(graph: Graph): VlanHues {
  const vlans = useMemo(() => vlansInOrder(graph), [graph])
  const [kept, setKept] = useState(() => extendVlanHues(NO_HUES, vlans))
  const hues = extendVlanHues(kept, vlans)
  if (hues !== kept) setKept(hues)
  return hues
}
