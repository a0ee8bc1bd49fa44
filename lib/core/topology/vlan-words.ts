import type { LibvirtVlan } from '../model/libvirt'
import type { PortVlan } from '../model/vlan'
import type { EdgeKind } from './graph'

/** "100–110, 125": runs of three and more are written as ranges. */
export const formatVlanList = (ids: readonly number[]): string => {
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  const runs: [number, number][] = []
  for (const id of sorted) {
    const last = runs.at(-1)
    if (last && id === last[1] + 1) last[1] = id
    else runs.push([id, id])
  }
  return runs
    .flatMap(([from, to]) => (to - from > 1 ? [`${from}–${to}`] : from === to ? [`${from}`] : [`${from}`, `${to}`]))
    .join(', ')
}

const trunkWords = (vlan: PortVlan): string =>
  vlan.trunks.length > 0 ? formatVlanList(vlan.trunks) : vlan.carriesAll ? 'all' : 'none'

/** A port's VLANs in a few words: "access 125", "trunk 125, 126", "trunk all", "native-untagged 1 of 125, 126". */
export const formatPortVlan = (vlan: PortVlan): string => {
  if (vlan.mode === 'access') return vlan.tag === null ? 'access, untagged' : `access ${vlan.tag}`
  if (vlan.mode === 'trunk') return `trunk ${trunkWords(vlan)}`
  if (vlan.mode === 'dot1q-tunnel')
    return `dot1q-tunnel ${vlan.tag ?? 'untagged'}, customers ${vlan.customerVlans.length > 0 ? formatVlanList(vlan.customerVlans) : 'all'}`
  return `${vlan.mode} ${vlan.tag ?? 0} of ${trunkWords(vlan)}`
}

/** One line for access, a double line for what may hold several VLANs. */
export const edgeKindOf = (vlan: PortVlan | null): EdgeKind =>
  vlan === null ? 'plain' : vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel' ? 'access' : 'trunk'

export const accessVlan = (tag: number): PortVlan => ({
  mode: 'access',
  tag,
  trunks: [],
  carriesAll: false,
  customerVlans: [],
  isExplicit: false,
})

export const trunkVlan = (trunks: readonly number[], carriesAll = false): PortVlan => ({
  mode: 'trunk',
  tag: null,
  trunks: carriesAll ? [] : [...new Set(trunks)].sort((a, b) => a - b),
  carriesAll,
  customerVlans: [],
  isExplicit: false,
})

/** Does a frame of this VLAN pass the port? A trunk or native port that carries all passes every VLAN. */
export const carriesVlan = (vlan: PortVlan, id: number): boolean => {
  if (vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel') return vlan.tag === id
  if (vlan.tag === id && vlan.mode !== 'trunk') return true
  return vlan.carriesAll || vlan.trunks.includes(id)
}

/** What libvirt makes of `<vlan>` on an Open vSwitch port; null where it leaves the port a trunk of all VLANs. */
export const portVlanOf = (vlan: LibvirtVlan | null): PortVlan | null => {
  if (vlan === null || vlan.tags.length === 0) return null
  const native = vlan.tags.find((tag) => tag.nativeMode !== null)
  const ids = vlan.tags.map((tag) => tag.id)
  if (native) return { ...trunkVlan(ids), mode: `native-${native.nativeMode ?? 'untagged'}`, tag: native.id }
  const [only] = ids
  return ids.length === 1 && only !== undefined && !vlan.isTrunk ? accessVlan(only) : trunkVlan(ids)
}

/** The same VLANs in the same way, whatever made them. */
export const isSameVlan = (a: PortVlan, b: PortVlan): boolean =>
  a.mode === b.mode &&
  a.tag === b.tag &&
  a.carriesAll === b.carriesAll &&
  formatVlanList(a.trunks) === formatVlanList(b.trunks)
