import type { NetworkState } from '@/lib/core/model/network-state'
import type { ObjectRef } from '@/lib/core/plan/object-ref'
import { describeRef } from '@/lib/core/plan/ref-words'

/** An object as people call it: a guest NIC by its guest's name, not by its UUID. */
export function objectName(state: NetworkState, ref: ObjectRef): string {
  if (ref.kind !== 'guest-nic') return describeRef(ref)
  const guest = state.guests.find(({ uuid }) => uuid === ref.owner)
  return describeRef({ ...ref, owner: guest?.name ?? ref.owner })
}
