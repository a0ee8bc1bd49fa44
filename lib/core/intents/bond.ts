import { z } from 'zod'
import { KnownName, NewName } from './fields'

const LinuxBondMode = z.enum([
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
])
const OvsBondMode = z.enum(['active-backup', 'balance-slb', 'balance-tcp'])
const LacpTime = z.enum(['slow', 'fast'])

const bondFields = {
  kind: z.literal('bond.set'),
  name: NewName,
  members: z
    .array(KnownName)
    .min(2, 'A bond needs at least two members: one link alone is a plain port')
    .max(32)
    .refine((names) => new Set(names).size === names.length, 'A member is listed twice: list each once'),
  /** Null, here and below: none is set any more. Absent: as it is. */
  primary: KnownName.nullish(),
  takesMembers: z.boolean().default(false),
}
export const BondSet = z.discriminatedUnion('bondKind', [
  z.strictObject({
    ...bondFields,
    bondKind: z.literal('linux'),
    mode: LinuxBondMode,
    lacpTime: LacpTime.optional(),
    /** layer2, layer2+3, layer3+4, encap2+3, encap3+4, vlan+srcmac (bonding.txt). */
    xmitHashPolicy: z.enum(['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac']).optional(),
    /** The bridge (Linux or Open vSwitch) that the bond becomes a port of. */
    bridge: KnownName.optional(),
  }),
  z.strictObject({
    ...bondFields,
    bondKind: z.literal('ovs'),
    bridge: KnownName,
    mode: OvsBondMode,
    lacp: z.enum(['off', 'active', 'passive']).default('off'),
    lacpTime: LacpTime.nullish(),
    detectMode: z.enum(['carrier', 'miimon']).nullish(),
    fallbackActiveBackup: z.boolean().nullish(),
  }),
])
export const BondRemove = z.strictObject({ kind: z.literal('bond.remove'), name: KnownName })
