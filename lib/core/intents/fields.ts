/* The values that intents are made of: each says what was wanted, what was found and what would be right. */
import { z } from 'zod'
import { IfName } from '../address/if-name'
import { parseIp } from '../address/ip'
import { MAX_VLAN_ID, parseVlanRanges, validateVlanId } from '../vlan/ranges'

/** The name of something that we make. */
export const NewName = IfName

/** The name of something that is there already: any name the host gave it; whether we can handle it is planning's question. */
export const KnownName = z.string().min(1, 'Name the object that is meant, e.g. br-ovs').max(255)

/** One VLAN, 1 to 4094. */
export const VlanNumber = z.int('Wanted one VLAN from 1 to 4094, e.g. 125').superRefine((id, context) => {
  const message = validateVlanId(String(id))
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

/** "100-110,125" or [100, 101]: at least one VLAN, none twice; ascending numbers. */
const VlanList = z
  .union([z.string(), z.array(z.int())], { error: 'Wanted VLANs, e.g. 100-110,125' })
  .transform((input, context) => {
    const text = typeof input === 'string' ? input : input.join(',')
    const result = parseVlanRanges(text)
    const message = !result.ok
      ? result.message
      : result.ids.length === 0
        ? 'No VLAN is listed: list at least one, e.g. 100-110,125, or say "all"'
        : duplicateIn(text)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
    return result.ok ? result.ids : []
  })

/** What a trunk carries tagged. An empty list is refused: to Open vSwitch it means all, to a person none. */
export const TrunkVlans = z.union([z.literal('all'), VlanList])
export type TrunkVlans = z.infer<typeof TrunkVlans>

/** "100-110,125", or nothing. What comes out may come in again: edits of a change are sent back to plan it anew. */
export const OptionalVlans = z
  .union([z.literal(''), z.tuple([]), VlanList])
  .transform((list) => (list === '' ? [] : list))

/** An address without prefix length, as gateways and tunnel ends are given. */
export const HostAddress = z.string().superRefine((text, context) => {
  if (parseIp(text) === null)
    context.addIssue({ code: 'custom', message: `"${text.slice(0, 60)}" is not an IP address: write e.g. 192.0.2.1` })
})

/** ovs-vswitchd.conf.db(5), table Controller, column target. */
export const ControllerTarget = z.string().superRefine((text, context) => {
  const isTarget =
    /^(?:tcp|ssl|ptcp|pssl):[0-9A-Za-z.:[\]%-]{1,80}$/.test(text) || /^p?unix:\/[\w./-]{1,100}$/.test(text)
  if (!isTarget)
    context.addIssue({
      code: 'custom',
      message: `"${text.slice(0, 60)}" is not a controller: write e.g. tcp:192.0.2.5:6633 or unix:/run/ctl.sock`,
    })
})

/** libvirt's own names (networks, portgroups): anything printable without "/", as virsh and XML take it. */
export const LibvirtName = z.string().superRefine((text, context) => {
  const isName = /^[\p{L}\p{N}_.+:@ -]{1,64}$/u.test(text) && text.trim() === text && !text.startsWith('-')
  if (!isName)
    context.addIssue({
      code: 'custom',
      message: `"${text.slice(0, 40)}" cannot be a name here: use 1 to 64 letters, digits, ".", "_", "-", not "-" first, e.g. vlan-125`,
    })
})

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

/** Which definition of a guest or network is meant. */
export const ChangeScope = z.enum(['running', 'stored', 'both'])
export type ChangeScope = z.infer<typeof ChangeScope>

function duplicateIn(text: string): string | undefined {
  const seen = new Set<number>()
  for (const part of text.split(',')) {
    const [from = NaN, to = from] = part.split('-').map(Number)
    for (let id = from; id <= Math.min(to, MAX_VLAN_ID); id += 1) {
      if (seen.has(id)) return `VLAN ${id} is listed twice: list it once`
      seen.add(id)
    }
  }
  return undefined
}
