import type { Link, LinkKind } from '@/lib/core/model/link'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { ObjectRef } from '@/lib/core/plan/object-ref'
import { describeRef } from '@/lib/core/plan/ref-words'

const LINK_NOUNS: Partial<Record<LinkKind, string>> = {
  nic: 'NIC',
  bridge: 'Linux bridge',
  bond: 'bond',
  vlan: 'VLAN link',
  macvtap: 'macvtap',
  macvlan: 'macvlan',
}

/** An object as people call it: a guest NIC by its guest's name, not by its UUID; a link by what it is. */
export function objectName(state: NetworkState, ref: ObjectRef): string {
  if (ref.kind === 'guest-nic') {
    const guest = state.guests.find(({ uuid }) => uuid === ref.owner)
    return describeRef({ ...ref, owner: guest?.name ?? ref.owner })
  }
  const link = ref.kind === 'link' ? state.links.find(({ name }) => name === ref.name) : undefined
  return link === undefined ? describeRef(ref) : linkName(state, link)
}

/** A port of Open vSwitch's own making is two objects: what the switch knows of it, and the link that the host has. */
function linkName(state: NetworkState, { name, kind }: Link): string {
  if (kind !== 'ovs-internal') return `${LINK_NOUNS[kind] ?? 'link'} ${name}`
  const isBridge = state.ovs?.bridges.some((bridge) => bridge.name === name) === true
  return `link ${name}, ${isBridge ? "the bridge's own" : "the port's"} end on the host (addresses, MTU)`
}
