import { setOf, valueOf } from './database'
import type { Row } from './database'

/** What a Port does with 802.1Q tags (ovs-vswitchd.conf.db(5), vlan_mode). A tag of 0 is none; null: the frame is dropped. */
type PortVlans = { mode: string; native: number; carries: (vlan: number) => boolean }

const vlansOf = (port: Row): PortVlans => {
  const tag = valueOf(port, 'tag')
  const trunks = setOf(port, 'trunks').map(Number)
  const mode = String(valueOf(port, 'vlan_mode') ?? (tag === undefined ? 'trunk' : 'access'))
  return { mode, native: Number(tag ?? 0), carries: (vlan) => trunks.length === 0 || trunks.includes(vlan) }
}

const isAccess = (mode: string): boolean => mode === 'access' || mode === 'dot1q-tunnel'

/** The VLAN in which a frame goes on that came in by this port. */
export const enter = (port: Row, tag: number): number | null => {
  const { mode, native, carries } = vlansOf(port)
  if (isAccess(mode)) return tag === 0 ? native : null
  const vlan = mode === 'trunk' || tag !== 0 ? tag : native
  return carries(vlan) || (mode !== 'trunk' && vlan === native) ? vlan : null
}

/** The tag with which a frame of this VLAN leaves by this port. */
export const leave = (port: Row, vlan: number): number | null => {
  const { mode, native, carries } = vlansOf(port)
  if (isAccess(mode)) return vlan === native ? 0 : null
  if (mode !== 'trunk' && vlan === native) return mode === 'native-untagged' ? 0 : vlan
  return carries(vlan) ? vlan : null
}
