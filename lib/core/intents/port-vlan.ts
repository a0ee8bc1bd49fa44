import { z } from 'zod'
import { KnownName, OptionalVlans, TrunkVlans, VlanNumber } from './fields'

export const PortVlanSet = z
  .strictObject({
    kind: z.literal('portVlan.set'),
    bridge: KnownName,
    port: KnownName,
    mode: z.enum(['access', 'trunk', 'native-tagged', 'native-untagged', 'dot1q-tunnel']),
    /** The access, native or service VLAN. */
    tag: VlanNumber.optional(),
    trunks: TrunkVlans.optional(),
    /** Inner VLANs; none: all. */
    customerVlans: OptionalVlans.optional(),
  })
  .superRefine(({ mode, tag, trunks }, context) => {
    const say = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    const isTrunking = mode === 'trunk' || mode === 'native-tagged' || mode === 'native-untagged'
    if (mode === 'trunk' && tag !== undefined)
      say('tag', `A trunk has no VLAN of its own, ${tag} is given: leave it out, or choose native-untagged`)
    if (mode !== 'trunk' && tag === undefined) say('tag', `Mode ${mode} needs one VLAN, e.g. 125; none is given`)
    if (isTrunking && trunks === undefined)
      say('trunks', `Mode ${mode} needs the VLANs it carries tagged, e.g. 125,126, or all`)
    if (!isTrunking && trunks !== undefined)
      say('trunks', `Mode ${mode} carries no list of VLANs: leave it out, or choose trunk`)
  })
