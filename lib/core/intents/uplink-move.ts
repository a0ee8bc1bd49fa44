import { z } from 'zod'
import { KnownName, NewName } from './fields'

/** A NIC enters a bridge; its addresses and routes move to the bridge, or to an internal port of it. */
export const UplinkMove = z.strictObject({
  kind: z.literal('uplink.move'),
  nic: KnownName,
  bridge: KnownName,
  internalPort: NewName.optional(),
})
