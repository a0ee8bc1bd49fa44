/* Intents about the host's own foot in the network: addresses, the uplink, macvtaps and macvlans. */
import { z } from 'zod'
import { Cidr } from '../address/cidr'
import { HostAddress, KnownName, NewName } from './intent-fields'

export const AddressSet = z.strictObject({
  kind: z.literal('address.set'),
  link: KnownName,
  /** All global addresses that the link is to have; link-local and autoconfigured ones are not counted. */
  addresses: z.array(Cidr).max(64),
  /** The default gateway by this link; null takes a default route by this link away; left out: as it is. */
  gateway: HostAddress.nullable().optional(),
})

/** A NIC enters a bridge; its addresses and routes move to the bridge, or to an internal port of it. */
export const UplinkMove = z.strictObject({
  kind: z.literal('uplink.move'),
  nic: KnownName,
  bridge: KnownName,
  internalPort: NewName.optional(),
})

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
