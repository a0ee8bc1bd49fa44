/* References as text. Without schemas: the first paint of the wiring needs these, and Zod must not come with them. */
import { KINDS } from './kinds'
import type { ObjectRef } from './object-ref'

/** "ovs-port:br-ovs/vnet4": one text for each object, for look-ups and for the fingerprint. */
export const refKey = ({ kind, owner, name }: ObjectRef): string =>
  `${kind}:${owner === null ? '' : `${safe(owner)}/`}${safe(name)}`

const safe = (part: string): string => part.replaceAll('%', '%25').replaceAll('/', '%2F')

export const refOf = ({ kind, owner, name }: ObjectRef): ObjectRef => ({ kind, owner, name })

/** "OVS port vnet4 of br-ovs". */
export function describeRef({ kind, owner, name }: ObjectRef): string {
  const { noun, callOf } = KINDS[kind]
  return callOf === undefined ? `${noun} ${name}${owner === null ? '' : ` of ${owner}`}` : `${noun} ${callOf(name)}`
}

/** Its name and what it is, for a list: "m0", "mirror of br0". A route has no name but all that it is. */
export function listWords(ref: ObjectRef): { title: string; kind: string } {
  const { noun, callOf, isNamedWithOwner } = KINDS[ref.kind]
  return {
    title: callOf === undefined ? ref.name : describeRef(ref),
    kind: isNamedWithOwner ? `${noun} of ${ref.owner ?? ''}` : noun,
  }
}
