/* Intents about switches: bridges, bonds, ports, their VLANs, mirrors. */
import { z } from 'zod'
import { ControllerTarget, HostAddress, KnownName, NewName, TrunkVlans, VlanList, VlanNumber } from './intent-fields'

export const OvsBridgeSet = z.strictObject({
  kind: z.literal('ovsBridge.set'),
  name: NewName,
  /** "default" takes the setting out of the database: ovs-vswitchd then behaves as standalone. */
  failMode: z.enum(['standalone', 'secure', 'default']).optional(),
  controllers: z.array(ControllerTarget).max(16).optional(),
  stp: z.boolean().optional(),
  rstp: z.boolean().optional(),
  /** Makes a fake bridge: VLAN `vlan` of `parent`, for software that knows only bridges (ovs-vsctl(8)). */
  fakeParent: z.strictObject({ parent: KnownName, vlan: VlanNumber }).optional(),
})
export const OvsBridgeRemove = z.strictObject({ kind: z.literal('ovsBridge.remove'), name: KnownName })

export const LinuxBridgeSet = z.strictObject({
  kind: z.literal('linuxBridge.set'),
  name: NewName,
  vlanFiltering: z.boolean().optional(),
  stp: z.boolean().optional(),
  /** All members but guests' taps, which are never moved by this. */
  ports: z.array(KnownName).max(256).optional(),
  /** A wanted port may be a plain port of another bridge: it leaves that one first. */
  takesMembers: z.boolean().default(false),
})
export const LinuxBridgeRemove = z.strictObject({ kind: z.literal('linuxBridge.remove'), name: KnownName })

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

/** Tunnel and patch options that we write. Null: none is set any more. Absent ones, and others that are there, stay. */
const PortOptions = z.strictObject({
  peer: NewName.optional(),
  remote_ip: z.union([z.literal('flow'), HostAddress]).optional(),
  local_ip: z.union([z.literal('flow'), HostAddress]).nullish(),
  /** VNI or GRE key: 0 to 16777215 (VXLAN, Geneve) or 4294967295 (GRE); "flow": set for each packet by OpenFlow. */
  key: z
    .string()
    .regex(/^(?:flow|\d{1,10})$/, 'Wanted a tunnel key, e.g. 5001, or flow')
    .nullish(),
  dst_port: z
    .string()
    .regex(/^\d{1,5}$/, 'Wanted a UDP port, e.g. 4789')
    .nullish(),
})
export const PortSet = z.strictObject({
  kind: z.literal('port.set'),
  bridge: KnownName,
  name: NewName,
  type: z.enum(['system', 'internal', 'patch', 'vxlan', 'gre', 'geneve']),
  options: PortOptions.default({}),
  takesMembers: z.boolean().default(false),
})
export const PortRemove = z.strictObject({ kind: z.literal('port.remove'), bridge: KnownName, name: KnownName })

/** "100-110,125", or nothing. What comes out may come in again: edits of a change are sent back to plan it anew. */
const OptionalVlans = z.union([z.literal(''), z.tuple([]), VlanList]).transform((list) => (list === '' ? [] : list))

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

export const VlanLinkSet = z.strictObject({
  kind: z.literal('vlanLink.set'),
  parent: KnownName,
  vlanId: VlanNumber,
  /** Left out: "<parent>.<vlanId>". */
  name: NewName.optional(),
})
export const VlanLinkRemove = z.strictObject({ kind: z.literal('vlanLink.remove'), name: KnownName })

export const MirrorSet = z
  .strictObject({
    kind: z.literal('mirror.set'),
    bridge: KnownName,
    name: NewName,
    selectAll: z.boolean().default(false),
    sourcePorts: z.array(KnownName).max(256).default([]),
    destinationPorts: z.array(KnownName).max(256).default([]),
    vlans: OptionalVlans.default([]),
    outputPort: KnownName.optional(),
    outputVlan: VlanNumber.optional(),
  })
  .superRefine(({ outputPort, outputVlan, selectAll, sourcePorts, destinationPorts }, context) => {
    if ((outputPort === undefined) === (outputVlan === undefined))
      context.addIssue({
        code: 'custom',
        path: ['outputPort'],
        message: 'A mirror has one output: a port or a VLAN, not both',
      })
    if (!selectAll && sourcePorts.length + destinationPorts.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['sourcePorts'],
        message: 'Nothing is selected: name ports, or select all',
      })
  })
export const MirrorRemove = z.strictObject({ kind: z.literal('mirror.remove'), bridge: KnownName, name: KnownName })
