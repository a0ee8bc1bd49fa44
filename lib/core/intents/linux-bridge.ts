import { z } from 'zod'
import { KnownName, NewName } from './fields'

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
