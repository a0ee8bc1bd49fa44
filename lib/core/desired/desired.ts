import { z } from 'zod'
import type { NetworkState } from '../model/network-state'
import { nicRef } from '../observe/nic-key'
import { interfaceIn, textOf } from '../plan/definitions/guest-nic-xml'
import type { LibvirtXml, XmlPair } from '../plan/working-state'
import { NO_XML } from '../plan/plan-change'
import { ObjectChange, ObjectRef } from '../objects/object-ref'
import { describeRef, refKey, refOf } from '../objects/ref-words'
import type { DefinitionOwner } from '../objects/object-record'
import { definitionOf, findObject } from '../objects/state-objects'
import type { Plan } from '../plan/step'
import { isGuestTap } from '../plan/undo/taps'
import { isAbsenceKnown } from './readings'
import { indexHost } from '../state/host-index'

/**
 * An object as it is to be from now on. `value` is what ObjectChange has as `after`; null: it is to be absent. `definition`
 * is the text that libvirt's objects come back from: a network's, or a guest NIC's `<interface>`; null for all others.
 */
export const DesiredObject = z
  .object({
    ref: ObjectRef,
    value: z.unknown(),
    definition: z.object({ running: z.string().nullable(), stored: z.string().nullable() }).nullable().default(null),
  })
  .transform(({ ref, value, definition }, context) => {
    const parsed = ObjectChange.safeParse({ ...ref, before: null, after: value ?? null })
    if (parsed.success) return { ref, value: parsed.data.after, definition }
    context.addIssue({ code: 'custom', path: ['value'], message: `not a ${ref.kind}: ${parsed.error.message}` })
    return z.NEVER
  })
export type DesiredObject = z.infer<typeof DesiredObject>

/** The object as a change from null. */
export const changeOf = ({ ref, value }: DesiredObject): ObjectChange =>
  // `value` is of the kind that `ref` names: the schema and the functions below see to that.
  ({ ...ref, before: null, after: value }) as ObjectChange

/**
 * What a confirmed change wants from now on. `xml` holds the definitions after it: a plan keeps only those that it edits. Guests' taps and their ports are left out: they are made anew with each start,
 * under other names; what lasts of them is in the guests' NICs.
 */
export function desiredOf(plan: Pick<Plan, 'changes' | 'definitions'>, xml: LibvirtXml = NO_XML): DesiredObject[] {
  const texts = (kind: DefinitionOwner['kind'], owner: string): XmlPair => {
    const now = own(kind === 'network' ? xml.networks : xml.guests, owner) ?? NONE
    const of = (scope: keyof XmlPair): string | null =>
      plan.definitions.find((each) => each.kind === kind && each.owner === owner && each.scope === scope)?.after ??
      now[scope]
    return { running: of('running'), stored: of('stored') }
  }
  return plan.changes
    .filter((change) => !isGuestTap(change))
    .map((change) => ({
      ref: refOf(change),
      value: change.after,
      definition: definitionIn(change, texts),
    }))
}

/**
 * "Manage what runs now": these objects as they are found, absent ones as absent (see whyNotAdopted). `xml` holds the definitions
 * of libvirt's.
 */
export function adopt(state: NetworkState, refs: readonly ObjectRef[], xml: LibvirtXml): DesiredObject[] {
  const seen = new Set<string>()
  return refs.flatMap((given) => {
    const ref = asKeyed(state, given)
    const found = findObject(state, ref)
    const isKnown = seen.has(refKey(ref)) || (found !== undefined && isGuestTap(found))
    seen.add(refKey(ref))
    if (isKnown) return []
    const texts = (kind: DefinitionOwner['kind'], owner: string): XmlPair | null =>
      own(kind === 'network' ? xml.networks : xml.guests, owner) ?? null
    return [{ ref: refOf(ref), value: found?.after ?? null, definition: definitionIn(ref, texts) }]
  })
}

/** A network's own definition; of a guest's, the NIC's `<interface>`. */
function definitionIn(
  ref: ObjectRef,
  textsOf: (kind: DefinitionOwner['kind'], owner: string) => XmlPair | null,
): XmlPair | null {
  const definition = definitionOf(ref)
  if (definition === null) return null
  const texts = textsOf(definition.kind, definition.owner)
  return definition.kind === 'network' ? texts : interfaces(texts ?? NONE, ref.name)
}

/** A guest's NIC may also be named by its place, "net0", as intents do. */
export function asKeyed(state: NetworkState, ref: ObjectRef): ObjectRef {
  const guest = ref.kind === 'guest-nic' ? indexHost(state).guest(ref.owner ?? '') : undefined
  const nic = guest?.nics.find(({ name }) => name === ref.name)
  return guest === undefined || nic === undefined ? ref : nicRef(guest, nic)
}

/** "net0" and the like: a place among the NICs that run, and no NIC's identity. */
export const isPlaceOfNic = ({ kind, name }: ObjectRef): boolean => kind === 'guest-nic' && /^net\d+$/.test(name)

/** Why "as it is found" cannot be said of an object that is not found; null where it can. */
export function whyNotAdopted(state: NetworkState, given: ObjectRef): string | null {
  const ref = asKeyed(state, given)
  if (findObject(state, ref) !== undefined) return null
  if (!isAbsenceKnown(state, ref))
    return `${describeRef(ref)} was not found, and this host could not be read whole: it may be there all the same. See the host's diagnostics.`
  const guest = indexHost(state).guest(ref.owner ?? '')
  if (!isPlaceOfNic(ref)) return null
  return guest === undefined
    ? `There is no guest ${ref.owner ?? ''} on this host, so no NIC of it: name the guest by its UUID.`
    : `${guest.name} has no NIC ${ref.name}: it has ${guest.nics.map(({ name }) => name).join(', ') || 'none'}.`
}

const NONE: XmlPair = { running: null, stored: null }
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

function interfaces(pair: XmlPair, key: string): XmlPair {
  const of = (text: string | null): string | null => {
    const element = interfaceIn(text, key)
    return element === null ? null : textOf(element)
  }
  return { running: of(pair.running), stored: of(pair.stored) }
}
