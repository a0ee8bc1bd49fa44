import type { FieldErrors, FieldValues } from 'react-hook-form'
import { parseVlanRanges, validateVlanId } from '@/lib/core/vlan/ranges'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInputOf, IntentKind } from '@/lib/core/intents/intent'
import type { Target } from './forms/table'

/** The pure half of a form: what its fields hold, and the edit they mean. Its other half is the component that shows them. */
export type FormModel<K extends IntentKind, Values extends FieldValues> = {
  kinds: readonly K[]
  /** What is there now, or a new one's defaults; as the staged edits before leave it. */
  fromState: (state: NetworkState, target: Target) => Values
  fromIntent: (intent: IntentInputOf<K>) => Values
  toIntent: (values: Values) => IntentInputOf<K>
  /** Path in the intent → the field that shows it; a path below one of these counts to it. */
  fields: Readonly<Record<string, keyof Values & string>>
}

/** The field for "members.1": that of the longest known path above it; null where no field shows it. */
export function fieldFor<F extends string>(fields: Readonly<Record<string, F>>, path: string): F | null {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length -= 1) {
    const key = parts.slice(0, length).join('.')
    if (Object.hasOwn(fields, key)) return fields[key] ?? null
  }
  return null
}

/** The first complaint of each field, as react-hook-form holds them. */
export function toFieldErrors<Values extends FieldValues>(
  fields: Readonly<Record<string, keyof Values & string>>,
  issues: readonly { field: string; message: string }[],
): FieldErrors<Values> {
  const errors: Record<string, { type: string; message: string }> = {}
  for (const { field: path, message } of issues) {
    const field = fieldFor(fields, path)
    if (field !== null && !Object.hasOwn(errors, field)) errors[field] = { type: 'plan', message }
  }
  // Our forms are flat: a field's path is its key.
  return errors as FieldErrors<Values>
}

/** "" means that nothing is said: the field is left out of the edit. */
export const optional = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

/** "125" → 125; anything else is no number, which the intent's schema refuses with its own words. */
export const toNumber = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)

/** The VLAN that is typed, for saying what it does; null while it is none. */
export const typedVlan = (text: string): number | null => (validateVlanId(text) === undefined ? toNumber(text) : null)

/** The VLANs that are typed; none while the text is no list. */
export function typedVlans(text: string): number[] {
  const list = parseVlanRanges(text)
  return list.ok ? list.ids : []
}

/** An edit without the keys that say nothing. */
export function compact<T extends object>(intent: T): T {
  // Only undefined is dropped, which an optional key may be anyway.
  return Object.fromEntries(Object.entries(intent).filter(([, value]) => value !== undefined)) as T
}
