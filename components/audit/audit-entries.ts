import type { AuditEntry } from '@/lib/contract/audit'
import { actorWords } from '@/lib/core/text/actor-words'

/** "change.apply" → "change": what the filter by thing offers. */
const thingOf = ({ action }: Pick<AuditEntry, 'action'>): string => action.split('.')[0] ?? action

export const thingsOf = (entries: readonly AuditEntry[]): string[] => [...new Set(entries.map(thingOf))].sort()

/** "host:kvm1" → "kvm1"; null where the entry is about no host. */
export const hostOf = ({ target }: Pick<AuditEntry, 'target'>): string | null =>
  target?.startsWith('host:') === true ? target.slice('host:'.length) : null

/** The detail in one line, most telling first: what a person looks for when skimming. */
export function detailLine({ detail }: Pick<AuditEntry, 'detail'>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key} ${textOf(value)}`)
    .join(' · ')
}

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ')
  return JSON.stringify(value)
}

export type AuditFilter = { thing: string; query: string }

/** Entries of a thing ("" for all) in which every word occurs in something that is shown. */
export function filterEntries(entries: readonly AuditEntry[], { thing, query }: AuditFilter): AuditEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (thing !== '' && thingOf(entry) !== thing) return false
    if (words.length === 0) return true
    const { seq, at, actor, address, action, target } = entry
    const text = [seq, at, actor, actorWords(actor), address, action, target, detailLine(entry)]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
