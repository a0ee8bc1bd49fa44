import type { Link } from '@/lib/core/model/link'
import { LINK_KINDS } from '@/lib/core/model/link-kinds'
import type { NetworkState } from '@/lib/core/model/network-state'
import { nicOfKey } from '@/lib/core/observe/nic-key'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { describeRef, listWords } from '@/lib/core/objects/ref-words'
import { indexHost } from '@/lib/core/state/host-index'

/** `title`: "fw1 net0"; `kind`: "guest NIC"; `name`: both, for a sentence. */
export type ObjectWords = { title: string; kind: string; name: string }

/** An object as people call it: a guest NIC by its guest's name and its own, not by UUID and key; a link by what it is. */
export function objectWords(state: NetworkState, ref: ObjectRef): ObjectWords {
  const { kind, owner, name } = ref
  if (kind === 'guest-nic') {
    const guest = indexHost(state).guest(owner ?? '')
    const named = { ...ref, owner: guest?.name ?? owner, name: (guest && nicOfKey(guest, name)?.name) ?? name }
    return { title: `${named.owner ?? ''} ${named.name}`.trim(), kind: listWords(ref).kind, name: describeRef(named) }
  }
  if (kind === 'link') {
    const link = indexHost(state).link(name)
    const noun = link === undefined ? 'link' : linkNoun(state, link)
    return { title: name, kind: noun, name: `${noun.split(':')[0]} ${name}` }
  }
  return { ...listWords(ref), name: describeRef(ref) }
}

/** What Open vSwitch makes itself is two objects: a port of the switch, and a link of the host with addresses and an MTU. */
function linkNoun(state: NetworkState, { name, kind }: Link): string {
  if (kind !== 'ovs-internal') return LINK_KINDS[kind].noun
  const isBridge = indexHost(state).ovsBridge(name) !== undefined
  return isBridge
    ? 'own link of the OVS bridge: its addresses, its MTU'
    : 'link of the OVS port: its addresses, its MTU'
}
