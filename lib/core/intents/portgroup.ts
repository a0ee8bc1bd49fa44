import { z } from 'zod'
import { KnownName, LibvirtName, VlanChoice } from './fields'

export const PortgroupSet = z.strictObject({
  kind: z.literal('portgroup.set'),
  network: KnownName,
  name: LibvirtName,
  /** Takes over for guests' NICs that name no portgroup; the one that was default is so no more. Left out: as it is, of a new one false. */
  isDefault: z.boolean().optional(),
  vlan: VlanChoice,
  /** Running guests of the portgroup get the VLAN too; libvirt itself gives it only to NICs that are plugged later. */
  updatesRunning: z.boolean().default(true),
})
export const PortgroupRemove = z.strictObject({
  kind: z.literal('portgroup.remove'),
  network: KnownName,
  name: KnownName,
})
