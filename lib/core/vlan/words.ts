import type { PortVlan } from '../model/vlan'
import { toVlanRanges } from './ranges'

/** "100–110, 125": runs of three and more are written as ranges. */
export const formatVlanList = (ids: readonly number[]): string =>
  toVlanRanges(ids)
    .flatMap(({ from, to }) => (to - from > 1 ? [`${from}–${to}`] : from === to ? [`${from}`] : [`${from}`, `${to}`]))
    .join(', ')

/**
 * A port's VLANs in a few words: "access 125", "trunk 125, 126", "trunk all", "native-untagged 1 of 125, 126"; "no VLAN" where
 * none are set. For people: whether two are the same is asked of same.ts.
 */
export const formatPortVlan = (vlan: PortVlan | null): string => {
  if (vlan === null) return 'no VLAN'
  const { mode, tag, trunks, carriesAll, customerVlans } = vlan
  const list = carriesAll ? 'all' : trunks.length > 0 ? formatVlanList(trunks) : 'none'
  switch (mode) {
    case 'access':
      return `access ${tag ?? 0}`
    case 'trunk':
      return `trunk ${list}`
    case 'native-tagged':
    case 'native-untagged':
      return `${mode} ${tag ?? 0} of ${list}`
    case 'dot1q-tunnel':
      return `dot1q-tunnel ${tag ?? 0}, customers ${customerVlans.length > 0 ? formatVlanList(customerVlans) : 'all'}`
  }
}
