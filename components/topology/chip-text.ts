import type { PortVlan } from '@/lib/core/model/vlan'

/** One number on a chip; `mark` is "u" for untagged native, "t" for tagged native. */
type ChipItem = { id: number; mark: 'u' | 't' | null }

/** What a VLAN chip prints. `access` has one item; `trunk` the double bar, up to three items and the rest as text. */
export type VlanChip = { kind: 'access' | 'trunk' | 'tunnel'; items: readonly ChipItem[]; rest: string }

const nativeMark = (vlan: PortVlan): 'u' | 't' | null =>
  vlan.mode === 'native-untagged' ? 'u' : vlan.mode === 'native-tagged' ? 't' : null

/** The VLANs of a trunk with its native one first when it is not in the list. */
function trunkItems(vlan: PortVlan): ChipItem[] {
  const mark = nativeMark(vlan)
  const native = mark ? vlan.tag : null
  const items = vlan.trunks.map((id) => ({ id, mark: id === native ? mark : null }))
  return native !== null && !vlan.trunks.includes(native) ? [{ id: native, mark }, ...items] : items
}

/**
 * The chip of a port, or null where there is nothing to say (an access port without a tag). While a VLAN is searched it
 * comes first, and the rest says of how many: "125 +4 of 5". A trunk without a list prints "all", never nothing.
 */
export function toVlanChip(vlan: PortVlan, focusVlan: number | null = null, limit = 3): VlanChip | null {
  if (vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel') {
    const items = vlan.tag ? [{ id: vlan.tag, mark: null }] : []
    if (vlan.mode === 'dot1q-tunnel') return { kind: 'tunnel', items, rest: 'QinQ' }
    return items.length > 0 ? { kind: 'access', items, rest: '' } : null
  }
  const items = trunkItems(vlan)
  if (vlan.trunks.length === 0) return { kind: 'trunk', items, rest: vlan.carriesAll ? 'all' : 'none' }
  const focused = items.find((item) => item.id === focusVlan)
  if (focused && items.length > limit) {
    return { kind: 'trunk', items: [focused], rest: `+${items.length - 1} of ${items.length}` }
  }
  const hidden = items.length - limit
  return { kind: 'trunk', items: items.slice(0, limit), rest: hidden > 0 ? `+${hidden}` : '' }
}
