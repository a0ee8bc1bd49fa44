import type { Graph } from '@/lib/core/topology/graph/graph'

/** How many VLAN hues the tokens hold: --vlan-1 … --vlan-10. */
const HUE_SLOTS = 10

/** VLAN id to hue slot, 1 to 10. */
export type VlanHues = ReadonlyMap<number, number>

export const NO_HUES: VlanHues = new Map()

/** Every VLAN a graph mentions, in reading order, each once. */
export function vlansInOrder(graph: Graph): number[] {
  const seen = new Set<number>()
  for (const { vlan } of [...graph.nodes, ...graph.edges]) {
    if (!vlan) continue
    if (vlan.tag) seen.add(vlan.tag)
    for (const id of vlan.trunks) if (id > 0) seen.add(id)
  }
  return [...seen]
}

/**
 * Hands a hue slot to each VLAN that has none, in order of first use; slots once given are kept, so that a VLAN that
 * comes or goes never recolours the others. Past ten VLANs hues repeat: the number is always printed beside them.
 * Gives back `hues` itself when nothing is new.
 */
export function extendVlanHues(hues: VlanHues, vlans: readonly number[]): VlanHues {
  const fresh = vlans.filter((vlan) => !hues.has(vlan))
  if (fresh.length === 0) return hues
  const next = new Map(hues)
  for (const vlan of fresh) if (!next.has(vlan)) next.set(vlan, (next.size % HUE_SLOTS) + 1)
  return next
}

/** The CSS colour of a VLAN; the resting line colour where it has no slot yet. */
export function hueColour(hues: VlanHues, vlan: number | null): string {
  const slot = vlan === null ? undefined : hues.get(vlan)
  return slot === undefined ? 'var(--line-3)' : `var(--vlan-${slot})`
}
