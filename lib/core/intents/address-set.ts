import { z } from 'zod'
import { Cidr } from '../address/cidr-schema'
import { HostAddress, KnownName } from './fields'

export const AddressSet = z.strictObject({
  kind: z.literal('address.set'),
  link: KnownName,
  /** All global addresses that the link is to have; link-local and autoconfigured ones are not counted. */
  addresses: z.array(Cidr).max(64),
  /** The default gateway by this link; null takes a default route by this link away; left out: as it is. */
  gateway: HostAddress.nullable().optional(),
})
