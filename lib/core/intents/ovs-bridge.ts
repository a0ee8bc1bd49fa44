import { z } from 'zod'
import { ControllerTarget, KnownName, NewName, VlanNumber } from './fields'

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
