import type { Hop } from '@/lib/core/path/guest-path'
import type { GraphNode } from '@/lib/core/topology/graph'

/** One stop on the way to the switch; things side by side (bond members) share a stop. */
export type StripHop = { id: string; name: string; detail: string; isTagged: boolean }

/** The hops as stops of a vertical strip, without the guest itself: it is the row above. */
export function toStripHops(hops: readonly Hop[], nodeOf: (id: string) => GraphNode | undefined): StripHop[] {
  return hops.slice(1).map((hop) => {
    const node = hop.nodeIds.map(nodeOf).find((each) => each !== undefined)
    const mtu = hop.mtuBytes === null || node?.lines.some((line) => line.includes('mtu')) ? '' : `mtu ${hop.mtuBytes}`
    return {
      id: hop.nodeIds.join(' '),
      name: hop.label,
      detail: [...(node?.lines ?? []), mtu].filter((text) => text !== '').join(', '),
      isTagged: hop.isTagged,
    }
  })
}
