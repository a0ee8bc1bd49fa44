import type { PortVlan } from '@/lib/core/model/vlan'
import { isSameVlan } from '@/lib/core/vlan/same'

/**
 * What a port's second chip shows while a change is previewed: the VLANs that a trunk gains or loses as text ("+205", "−126"),
 * the whole new setting where more than the list changes; null where nothing does.
 */
export function vlanGain(before: PortVlan | null, after: PortVlan | null): string | PortVlan | null {
  if (after === null || (before !== null && isSameVlan(before, after))) return null
  const isList =
    before !== null && before.mode === after.mode && before.tag === after.tag && !before.carriesAll && !after.carriesAll
  if (!isList) return after
  const gained = after.trunks.filter((id) => !before.trunks.includes(id))
  const lost = before.trunks.filter((id) => !after.trunks.includes(id))
  const words = [...some('+', gained), ...some('−', lost)]
  return words.length === 0 ? after : words.join(' ')
}

const some = (sign: string, ids: readonly number[]): string[] => {
  const [first] = ids
  if (first === undefined) return []
  return [ids.length > 1 ? `${sign}${first} +${ids.length - 1}` : `${sign}${first}`]
}
