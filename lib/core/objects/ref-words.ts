/* References as text. Without schemas: the first paint of the wiring needs these, and Zod must not come with them. */
import type { ObjectKind, ObjectRef } from './object-ref'

/** "ovs-port:br-ovs/vnet4": one text for each object, for look-ups and for the fingerprint. */
export const refKey = ({ kind, owner, name }: ObjectRef): string =>
  `${kind}:${owner === null ? '' : `${safe(owner)}/`}${safe(name)}`

const safe = (part: string): string => part.replaceAll('%', '%25').replaceAll('/', '%2F')

export const refOf = ({ kind, owner, name }: ObjectRef): ObjectRef => ({ kind, owner, name })

const NOUNS: Readonly<Record<ObjectKind, string>> = {
  link: 'link',
  route: 'route',
  'ovs-bridge': 'OVS bridge',
  'ovs-fake-bridge': 'fake bridge',
  'ovs-port': 'OVS port',
  'ovs-mirror': 'mirror',
  network: 'libvirt network',
  'guest-nic': 'guest NIC',
}

/** "OVS port vnet4 of br-ovs". */
export const describeRef = ({ kind, owner, name }: ObjectRef): string =>
  kind === 'route'
    ? `route ${name.replaceAll('|', ' ').replace(/\s+/g, ' ').trim()}`
    : `${NOUNS[kind]} ${name}${owner === null ? '' : ` of ${owner}`}`
