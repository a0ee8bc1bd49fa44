import type { Hop } from '@/lib/core/path/guest-path'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import { KIND_WORDS } from '../node-words'

/** One stop on the way to the switch; things side by side (bond members) share a stop. */
export type StripHop = { id: string; name: string; detail: string; isTagged: boolean }

/** A bridge's row and the link behind it are one hop: the link says more. */
const speaker = (nodes: readonly GraphNode[]) => nodes.find((node) => node.kind !== 'bridge-port') ?? nodes[0]

function stopOf(hop: Hop, nodes: readonly GraphNode[], nodeOf: (id: string) => GraphNode | undefined): StripHop {
  const stop = { id: hop.nodeIds.join(' '), name: hop.label, isTagged: hop.isTagged }
  const node = speaker(nodes)
  if (node?.kind === 'switch-port') {
    const names = new Set(nodes.map((port) => nodeOf(port.parent ?? '')?.name ?? ''))
    return { ...stop, name: [...names].join(' | '), detail: nodes.map((port) => port.name).join(' | ') }
  }
  const lines = node ? (node.lines.length > 0 ? node.lines : [KIND_WORDS[node.kind]]) : []
  const isMtuSaid = hop.mtuBytes === null || lines.some((line) => line.includes(String(hop.mtuBytes)))
  return { ...stop, detail: [...lines, ...(isMtuSaid ? [] : [`mtu ${hop.mtuBytes}`])].join(', ') }
}

/** The hops as stops of a vertical strip, without the guest itself: it is the row above. */
export function toStripHops(hops: readonly Hop[], nodeOf: (id: string) => GraphNode | undefined): StripHop[] {
  return hops.slice(1).map((hop) => {
    const nodes = hop.nodeIds.map(nodeOf).filter((node) => node !== undefined)
    return stopOf(hop, nodes, nodeOf)
  })
}
