import type { PortVlan } from '../model/vlan'
import { isTrunking } from './make'
import { formatVlanRanges } from './ranges'

/** The same VLANs in the same way, whoever named the mode and in whatever order the lists stand. Null: no VLANs are set. */
export function isSameVlan(a: PortVlan | null, b: PortVlan | null): boolean {
  if (a === null || b === null) return a === b
  if (a.mode !== b.mode || tagOf(a) !== tagOf(b)) return false
  if (a.mode === 'dot1q-tunnel') return isSameSet(a.customerVlans, b.customerVlans)
  if (!isTrunking(a.mode)) return true
  return a.carriesAll === b.carriesAll && (a.carriesAll || isSameSet(a.trunks, b.trunks))
}

/** A trunk has no VLAN of its own; on a port that has one, none named is VLAN 0 (ovs-vswitchd.conf.db(5), Port: tag). */
const tagOf = ({ mode, tag }: PortVlan): number | null => (mode === 'trunk' ? null : (tag ?? 0))

const isSameSet = (a: readonly number[], b: readonly number[]): boolean => {
  const [left, right] = [new Set(a), new Set(b)]
  return left.size === right.size && [...left].every((id) => right.has(id))
}

/**
 * A setting as text that is compared and kept: "access 125", "native-untagged 1 of 125-127", "none". Equal exactly where the
 * settings are the same. Kept plans hold it: unlike words for people it does not change.
 */
export function vlanKey(vlan: PortVlan | null): string {
  if (vlan === null) return 'none'
  const { mode, trunks, carriesAll, customerVlans } = vlan
  const list = carriesAll ? 'all' : formatVlanRanges(trunks) || 'none'
  switch (mode) {
    case 'access':
      return `access ${tagOf(vlan)}`
    case 'trunk':
      return `trunk ${list}`
    case 'native-tagged':
    case 'native-untagged':
      return `${mode} ${tagOf(vlan)} of ${list}`
    case 'dot1q-tunnel':
      return `${mode} ${tagOf(vlan)} of ${formatVlanRanges(customerVlans) || 'all'}`
  }
}
