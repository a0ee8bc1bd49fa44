import { z } from 'zod'
import { Cidr } from '../address/cidr-schema'
import { KnownName, LibvirtName } from './fields'

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
