/* Intents about libvirt: networks, portgroups, guests' NICs. */
import { z } from 'zod'
import { Cidr } from '../address/cidr'
import { Mac } from '../address/mac'
import { ChangeScope, KnownName, LibvirtName, VlanList, VlanNumber } from './intent-fields'

/** A `<vlan>` element to be. `native` is one of `tags`: the VLAN of untagged frames. */
export const VlanChoice = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('access'), tag: VlanNumber }),
  z
    .strictObject({
      mode: z.literal('trunk'),
      tags: VlanList,
      nativeTag: VlanNumber.optional(),
      nativeMode: z.enum(['tagged', 'untagged']).default('untagged'),
    })
    .superRefine(({ tags, nativeTag }, context) => {
      if (nativeTag !== undefined && !tags.includes(nativeTag))
        context.addIssue({
          code: 'custom',
          path: ['nativeTag'],
          message: `Native VLAN ${nativeTag} is not among the tags: libvirt wants it listed too, add ${nativeTag}`,
        })
    }),
])
export type VlanChoice = z.infer<typeof VlanChoice>

const ForwardMode = z.enum(['bridge', 'private', 'vepa', 'passthrough', 'nat', 'route', 'open', 'none'])
/** Those of libvirt's forward modes that an edit can name. */
export const FORWARD_MODES: ReadonlySet<string> = new Set(ForwardMode.options)

/** Of a network that is there, everything that is left out stays as it is. */
export const NetworkSet = z
  .strictObject({
    kind: z.literal('network.set'),
    name: LibvirtName,
    /** libvirt's forward mode; "none" is an isolated network. Needed for a new network. */
    forward: ForwardMode.optional(),
    /** An existing bridge that guests are plugged into (forward "bridge"). */
    bridge: KnownName.optional(),
    /** The lower link of guests' macvtaps (forward "bridge" without a bridge, "private", "vepa", "passthrough"). */
    dev: KnownName.optional(),
    virtualport: z.enum(['openvswitch']).nullable().optional(),
    /** The host's own address in it (forward "nat", "route", "open", "none"). Null: it has none any more. */
    address: Cidr.nullish(),
    /** Of a new network: true. */
    autostart: z.boolean().optional(),
    /** Of a new network: true. */
    active: z.boolean().optional(),
  })
  .superRefine(({ forward, bridge, dev }, context) => {
    const say = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    if (bridge !== undefined && dev !== undefined && forward === 'bridge')
      say(
        'bridge',
        'Forward mode bridge needs a bridge (guests on its ports) or a link (macvtaps in bridge mode), one of them',
      )
    const isDirect = forward === 'private' || forward === 'vepa' || forward === 'passthrough'
    if (isDirect && bridge !== undefined)
      say('bridge', `Forward mode ${forward} makes macvtaps: it uses no bridge, leave it out`)
  })
export const NetworkRemove = z.strictObject({ kind: z.literal('network.remove'), name: KnownName })

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
