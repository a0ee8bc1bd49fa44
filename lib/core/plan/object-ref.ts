import { z } from 'zod'
import { GuestNic, LibvirtNetwork } from '../model/libvirt'
import { Link, Route } from '../model/link'
import { OvsBridge, OvsFakeBridge, OvsMirror, OvsPort } from '../model/ovs'

/** What a plan can touch. A bridge stands without its ports and mirrors (empty lists): those are objects of their own. */
export const ObjectKind = z.enum([
  'link',
  'route',
  'ovs-bridge',
  'ovs-fake-bridge',
  'ovs-port',
  'ovs-mirror',
  'network',
  'guest-nic',
])
export type ObjectKind = z.infer<typeof ObjectKind>

/** `owner`: the bridge of a port, a fake bridge or a mirror, the guest's UUID of a NIC; null for what stands alone. */
export const ObjectRef = z.object({ kind: ObjectKind, owner: z.string().nullable(), name: z.string() })
export type ObjectRef = z.infer<typeof ObjectRef>

/** An object before and after a change; null where it does not exist. Both as in NetworkState: the state-based inverse. */
const change = <K extends ObjectKind, T extends z.ZodType>(kind: K, value: T) =>
  z.object({
    kind: z.literal(kind),
    owner: z.string().nullable(),
    name: z.string(),
    before: value.nullable(),
    after: value.nullable(),
  })
export const ObjectChange = z.discriminatedUnion('kind', [
  change('link', Link),
  change('route', Route),
  change('ovs-bridge', OvsBridge),
  change('ovs-fake-bridge', OvsFakeBridge),
  change('ovs-port', OvsPort),
  change('ovs-mirror', OvsMirror),
  change('network', LibvirtNetwork),
  change('guest-nic', GuestNic),
])
export type ObjectChange = z.infer<typeof ObjectChange>
export type ChangeOf<K extends ObjectKind> = Extract<ObjectChange, { kind: K }>

export { describeRef, refKey, refOf } from './ref-words'
