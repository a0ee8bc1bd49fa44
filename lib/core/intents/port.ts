import { z } from 'zod'
import { HostAddress, KnownName, NewName } from './fields'

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
