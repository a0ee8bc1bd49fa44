import { z } from 'zod'
import { KnownName, NewName, OptionalVlans, VlanNumber } from './fields'

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
