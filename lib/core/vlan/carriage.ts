import type { PortVlan } from '../model/vlan'
import { inOrder } from './make'

/** Whose port it is: Open vSwitch and a filtering Linux bridge treat some frames unlike. */
export type Switch = 'ovs' | 'kernel'

/**
 * What passes a port, by what frames wear on its wire. A frame whose tag has VLAN 0 (a priority tag) counts as one without a
 * tag. Of "all", VLANs that leave untagged are no part.
 */
export type Carriage = {
  /** The VLAN that frames without a tag come into; null: they are dropped. */
  untaggedIn: number | null
  /** Tags that are taken in; other tagged frames are dropped. */
  taggedIn: readonly number[] | 'all'
  /** Where those go: "own" into the VLAN that the tag names, else into this VLAN, their own tag inside. */
  into: 'own' | number
  /** VLANs that leave with their tag. */
  taggedOut: readonly number[] | 'all'
  /** VLANs that leave without it. */
  untaggedOut: readonly number[]
}

/**
 * ovs-vswitchd.conf.db(5), Port: VLAN Configuration (and input_vid_is_valid, xbundle_includes_vlan in ofproto-dpif-xlate.c);
 * bridge(8), vlan: pvid, untagged. VLAN 0 is one of Open vSwitch's: a trunk takes untagged frames into it where it lists 0 or
 * lists none; to a Linux bridge an untagged frame without a PVID is in no VLAN and dropped.
 * other_config:priority-tags only puts a tag of VLAN 0 on what leaves untagged.
 */
export function carriageOf(vlan: PortVlan, by: Switch): Carriage {
  const { mode, carriesAll, trunks } = vlan
  const tag = vlan.tag ?? 0
  const tags = trunks.filter((id) => id !== 0)
  switch (mode) {
    case 'access':
      // Open vSwitch drops a tagged frame even if the tag is the port's own VLAN.
      return { untaggedIn: tag, taggedIn: by === 'ovs' ? [] : [tag], into: 'own', taggedOut: [], untaggedOut: [tag] }
    case 'trunk': {
      const hasZero = by === 'ovs' && (carriesAll || trunks.includes(0))
      const list = carriesAll ? 'all' : tags
      return {
        untaggedIn: hasZero ? 0 : null,
        taggedIn: list,
        into: 'own',
        taggedOut: list,
        untaggedOut: hasZero ? [0] : [],
      }
    }
    case 'native-tagged':
    case 'native-untagged': {
      // The native VLAN is carried, listed or not.
      const all = carriesAll ? 'all' : inOrder([...tags, ...(tag === 0 ? [] : [tag])])
      const others = carriesAll ? 'all' : tags.filter((id) => id !== tag)
      const isUntagged = mode === 'native-untagged' || tag === 0
      return {
        untaggedIn: tag,
        taggedIn: all,
        into: 'own',
        taggedOut: isUntagged ? others : all,
        untaggedOut: isUntagged ? [tag] : [],
      }
    }
    case 'dot1q-tunnel': {
      const { customerVlans } = vlan
      const takesUntagged = customerVlans.length === 0 || customerVlans.includes(0)
      const customers = customerVlans.length === 0 ? 'all' : customerVlans.filter((id) => id !== 0)
      return {
        untaggedIn: takesUntagged ? tag : null,
        taggedIn: customers,
        into: tag,
        taggedOut: [],
        untaggedOut: [tag],
      }
    }
  }
}

/** Does a frame of this VLAN pass the port? A trunk or native port that carries all passes every VLAN. */
export function carriesVlan(vlan: PortVlan, id: number): boolean {
  if (vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel') return vlan.tag === id
  if (vlan.tag === id && vlan.mode !== 'trunk') return true
  return vlan.carriesAll || vlan.trunks.includes(id)
}
