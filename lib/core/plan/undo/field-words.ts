/* Fields of an object's configuration (see canonicalConfig) in a reader's words. */
import type { Config } from '../../objects/object-record'
import { OBJECT_KINDS, OBJECTS } from '../../objects/table'

const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  OBJECT_KINDS.flatMap((kind) => Object.entries(OBJECTS[kind].fieldWords)),
)

/** "tag", "LACP rate", "running source": what a field is called. */
export function fieldLabel(field: string): string {
  const [scope = '', ...rest] = field.split('.')
  const name = rest.length > 0 && (scope === 'running' || scope === 'stored') ? rest.join('.') : field
  const label = Object.hasOwn(LABELS, name) ? (LABELS[name] ?? name) : name
  return name === field ? label : `${scope} ${label}`
}

/** A field's value as text: "none" for nothing, lists with commas. */
function fieldText(value: unknown, field = ''): string {
  if (field === 'isUp' && typeof value === 'boolean') return value ? 'up' : 'down'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === undefined || value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => fieldText(item)).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** One setting that is not as it was wanted; `field` is "" where the whole object is meant. */
export type Difference = { field: string; wanted: string; found: string }

/** What a link has only as a port of a bridge: it follows from which bridge that is. */
const PORT_FIELDS = new Set(['hairpin', 'isolated', 'learning', 'vlans', 'vlan'])

/** What is compared, unlike what is shown: a setting whose words are "none" is no missing setting. */
const dataOf = (value: unknown): string | null =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
    ? null
    : JSON.stringify(value)

/** Where two configurations differ, among these fields. */
export function differences(wanted: Config, found: Config, fields: readonly string[]): Difference[] {
  const all = fields
    .filter((field) => dataOf(wanted[field]) !== dataOf(found[field]))
    .map((field) => ({ field, wanted: fieldText(wanted[field], field), found: fieldText(found[field], field) }))
  const isAttachmentNew = all.some(({ field }) => field === 'master')
  return all.filter(({ field }) => !isAttachmentNew || !PORT_FIELDS.has(field))
}

export const allFields = (...configs: readonly Config[]): string[] => [
  ...new Set(configs.flatMap((config) => Object.keys(config))),
]
