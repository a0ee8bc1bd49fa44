import { z } from 'zod'
import { LIBVIRT_OBJECTS } from '../model/libvirt'
import { LINK_OBJECTS } from '../model/link'
import { OVS_OBJECTS } from '../model/ovs'

/**
 * The shape of a value of each kind, as in NetworkState. A bridge stands without its ports and mirrors (empty lists): those are
 * objects of their own.
 */
const VALUES = { ...LINK_OBJECTS, ...OVS_OBJECTS, ...LIBVIRT_OBJECTS }
export type ValueOf<K extends ObjectKind> = z.infer<(typeof VALUES)[K]>

/** What a plan can touch. */
export type ObjectKind = keyof typeof VALUES
export const ObjectKind = z.enum(Object.keys(VALUES) as ObjectKind[])

/** `owner`: the bridge of a port, a fake bridge or a mirror, the guest's UUID of a NIC; null for what stands alone. */
export const ObjectRef = z.object({ kind: ObjectKind, owner: z.string().nullable(), name: z.string() })
export type ObjectRef = z.infer<typeof ObjectRef>

/** In this shape the compiler takes a change to the record of its own kind. */
export type ChangeOf<K extends ObjectKind> = {
  [P in K]: { kind: P; owner: string | null; name: string; before: ValueOf<P> | null; after: ValueOf<P> | null }
}[K]
export type ObjectChange = ChangeOf<ObjectKind>

const change = (kind: ObjectKind) => {
  const value: z.ZodType = VALUES[kind]
  return z.object({
    kind: z.literal(kind),
    owner: z.string().nullable(),
    name: z.string(),
    before: value.nullable(),
    after: value.nullable(),
  })
}
type AnyChange = ReturnType<typeof change>

/** An object before and after a change; null where it does not exist. Both as in NetworkState: the state-based inverse. */
export const ObjectChange: z.ZodType<ObjectChange> = z.discriminatedUnion(
  'kind',
  // The compiler knows neither that there are kinds, nor which value goes with which.
  ObjectKind.options.map(change) as [AnyChange, ...AnyChange[]],
) as unknown as z.ZodType<ObjectChange>
