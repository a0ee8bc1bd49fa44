import { z } from 'zod'
import { Mac } from '../address/mac'
import { ChangeScope, KnownName, VlanChoice } from './fields'

export const NicTarget = z.union(
  [
    z.strictObject({ network: KnownName, portgroup: KnownName.optional() }),
    z.strictObject({
      bridge: KnownName,
      virtualport: z.enum(['openvswitch']).nullable().optional(),
      vlan: VlanChoice.optional(),
    }),
    z.strictObject({ dev: KnownName, mode: z.enum(['vepa', 'bridge', 'private', 'passthru']) }),
  ],
  { error: 'Wanted where the NIC goes: {network, portgroup?}, {bridge, virtualport?, vlan?} or {dev, mode}' },
)
export type NicTarget = z.infer<typeof NicTarget>

const guestFields = {
  /** UUID or name. */
  guest: KnownName,
  scope: ChangeScope.default('both'),
}
const nicFields = {
  ...guestFields,
  /** "net0" or its MAC. */
  nic: KnownName,
}

export const GuestNicAttach = z.strictObject({
  kind: z.literal('guestNic.attach'),
  ...guestFields,
  /** Left out: one is made that nobody on this host has. */
  mac: Mac.optional(),
  model: z
    .string()
    .regex(/^[a-z0-9_-]{1,30}$/i, 'Wanted a NIC model, e.g. virtio or e1000e')
    .default('virtio'),
  target: NicTarget,
})
export const GuestNicMove = z.strictObject({
  kind: z.literal('guestNic.move'),
  ...nicFields,
  target: NicTarget,
  /** How a running guest may be treated: "auto" takes the least disruptive way that works. */
  how: z.enum(['auto', 'live', 'replug', 'power cycle']).default('auto'),
})
export const GuestNicDetach = z.strictObject({ kind: z.literal('guestNic.detach'), ...nicFields })
export const GuestNicSetLink = z.strictObject({
  kind: z.literal('guestNic.setLink'),
  ...nicFields,
  state: z.enum(['up', 'down']),
})
