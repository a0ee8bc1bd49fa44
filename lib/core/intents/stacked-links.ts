/* VLAN links, macvtaps and macvlans: what stands on another link. */
import { z } from 'zod'
import { KnownName, NewName, VlanNumber } from './fields'

export const VlanLinkSet = z.strictObject({
  kind: z.literal('vlanLink.set'),
  parent: KnownName,
  vlanId: VlanNumber,
  /** Left out: "<parent>.<vlanId>". */
  name: NewName.optional(),
})
export const VlanLinkRemove = z.strictObject({ kind: z.literal('vlanLink.remove'), name: KnownName })

const Mode = z.enum(['vepa', 'bridge', 'private', 'passthru'])

export const MacvtapSet = z.strictObject({
  kind: z.literal('macvtap.set'),
  name: NewName,
  lower: KnownName,
  mode: Mode,
})
export const MacvtapRemove = z.strictObject({ kind: z.literal('macvtap.remove'), name: KnownName })

/** A host-side macvlan in bridge mode lets the host talk to the guests that have macvtaps on the same lower link. */
export const MacvlanSet = z.strictObject({
  kind: z.literal('macvlan.set'),
  name: NewName,
  lower: KnownName,
  mode: Mode.default('bridge'),
})
export const MacvlanRemove = z.strictObject({ kind: z.literal('macvlan.remove'), name: KnownName })
