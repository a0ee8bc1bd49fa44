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

/** The shape of a value of each kind, as in NetworkState. */
const VALUES = {
  link: Link,
  route: Route,
  'ovs-bridge': OvsBridge,
  'ovs-fake-bridge': OvsFakeBridge,
  'ovs-port': OvsPort,
  'ovs-mirror': OvsMirror,
  network: LibvirtNetwork,
  'guest-nic': GuestNic,
} as const satisfies Record<ObjectKind, z.ZodType>
export type ValueOf<K extends ObjectKind> = z.infer<(typeof VALUES)[K]>

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
  change('link', VALUES.link),
  change('route', VALUES.route),
  change('ovs-bridge', VALUES['ovs-bridge']),
  change('ovs-fake-bridge', VALUES['ovs-fake-bridge']),
  change('ovs-port', VALUES['ovs-port']),
  change('ovs-mirror', VALUES['ovs-mirror']),
  change('network', VALUES.network),
  change('guest-nic', VALUES['guest-nic']),
])
/** In this shape the compiler takes a change to the record of its own kind. */
export type ChangeOf<K extends ObjectKind> = {
  [P in K]: { kind: P; owner: string | null; name: string; before: ValueOf<P> | null; after: ValueOf<P> | null }
}[K]
export type ObjectChange = ChangeOf<ObjectKind>
