/* What a frame wears on its way: inside a VLAN-aware bridge it belongs to a VLAN, on a wire it has a tag or none. */
import type { PortVlan } from '../model/vlan'
import { carriageOf, carriesVlan } from '../vlan/carriage'
import type { Switch } from '../vlan/carriage'
import { formatVlanList } from '../vlan/words'

/** `vlan`: known VLAN (null: untagged, no VLAN known). `own`: the guest tags its frames itself; these VLANs get through so far. */
export type Frame = { vlan: number | null; isTagged: boolean; own: readonly number[] | 'all' | null }

export const untagged: Frame = { vlan: null, isTagged: false, own: null }

export type Passage = { frame: Frame; note: string } | { frame: null; note: string }

/** In at a port: an access port puts the frame into its VLAN, a native one too; a trunk takes it as it comes. */
export const enterPort = (frame: Frame, vlan: PortVlan | null, port: string, by: Switch): Passage => {
  if (vlan === null) return { frame, note: '' }
  if (frame.isTagged && frame.vlan !== null) return enterTagged(frame, frame.vlan, vlan, port)
  switch (vlan.mode) {
    case 'access':
    case 'dot1q-tunnel':
      return vlan.tag === null
        ? { frame, note: '' }
        : { frame: { vlan: vlan.tag, isTagged: false, own: null }, note: `access ${vlan.tag} at ${port}` }
    case 'native-tagged':
    case 'native-untagged':
      return {
        frame: { vlan: vlan.tag, isTagged: false, own: null },
        note: `untagged frames are VLAN ${vlan.tag ?? 0} at ${port} (${vlan.mode})`,
      }
    case 'trunk': {
      const own = vlan.carriesAll ? 'all' : vlan.trunks
      const which = own === 'all' ? 'all VLANs' : `VLANs ${formatVlanList(own)}`
      const rest = carriageOf(vlan, by).untaggedIn === null ? 'are dropped' : 'are in VLAN 0'
      return {
        frame: { vlan: null, isTagged: false, own },
        note: `${port} is a trunk: the guest's own tags pass, ${which}; untagged frames ${rest}`,
      }
    }
  }
}

const enterTagged = (frame: Frame, id: number, vlan: PortVlan, port: string): Passage => {
  if (vlan.mode === 'access') return { frame: null, note: `${port} is an access port: it drops frames tagged ${id}` }
  return carriesVlan(vlan, id)
    ? { frame: { ...frame, isTagged: false }, note: `tag ${id} is taken in at ${port}` }
    : { frame: null, note: `${port} does not carry VLAN ${id}: the frame is dropped` }
}

/** Out at a port: untagged, tagged or not at all. */
export const leavePort = (frame: Frame, vlan: PortVlan | null, port: string): Passage => {
  if (vlan === null) return { frame, note: '' }
  if (frame.own !== null) return leaveOwn(frame, frame.own, vlan, port)
  const id = frame.vlan
  if (id === null) {
    if (vlan.mode === 'access' && vlan.tag !== null && vlan.tag !== 0)
      return { frame: null, note: `${port} is in VLAN ${vlan.tag} only: frames without VLAN do not leave there` }
    return { frame, note: vlan.mode === 'access' ? '' : `leaves ${port} untagged` }
  }
  if (vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel')
    return vlan.tag === id
      ? { frame: { vlan: id, isTagged: false, own: null }, note: `leaves ${port} untagged (access ${id})` }
      : {
          frame: null,
          note: `${port} is an access port of VLAN ${vlan.tag ?? 'none'}: VLAN ${id} does not leave there`,
        }
  if (vlan.mode === 'native-untagged' && vlan.tag === id)
    return {
      frame: { vlan: id, isTagged: false, own: null },
      note: `leaves ${port} untagged: ${id} is its native VLAN`,
    }
  if (carriesVlan(vlan, id))
    return { frame: { vlan: id, isTagged: true, own: null }, note: `carried tagged ${id} on ${port}` }
  return { frame: null, note: `${port} does not list VLAN ${id}: the frame is dropped there` }
}

const leaveOwn = (frame: Frame, own: readonly number[] | 'all', vlan: PortVlan, port: string): Passage => {
  if (vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel')
    return { frame: null, note: `${port} is an access port: only VLAN ${vlan.tag ?? 'none'} leaves there` }
  if (vlan.carriesAll) return { frame, note: `the guest's tags stay on ${port}` }
  const left = own === 'all' ? vlan.trunks : own.filter((id) => carriesVlan(vlan, id))
  if (left.length === 0) return { frame: null, note: `${port} carries none of the guest's VLANs` }
  return { frame: { ...frame, own: left }, note: `of the guest's tags ${formatVlanList(left)} leave by ${port}` }
}

/** "untagged", "tag 125", "own tags 125, 126", "VLAN 125 (inside)". */
export const formatFrame = (frame: Frame): string => {
  if (frame.own !== null) return frame.own === 'all' ? "the guest's own tags" : `own tags ${formatVlanList(frame.own)}`
  if (frame.vlan === null) return 'untagged'
  return frame.isTagged ? `tag ${frame.vlan}` : `untagged, VLAN ${frame.vlan}`
}
