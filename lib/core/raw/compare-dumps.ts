import { z } from 'zod'
import type { KeptRecord } from './raw-record'
import type { RawReading } from './records'
import { NOT_RUNNING } from './records'

/** `attribute` '': the object as a whole. Null: there is none. */
export const RawDifference = z.object({
  object: z.string(),
  attribute: z.string(),
  was: z.string().nullable(),
  is: z.string().nullable(),
})
export type RawDifference = z.infer<typeof RawDifference>

/** What the host's own tools said before and after; `notCompared` is why nothing can be said of something. */
export const Comparison = z.object({ differences: z.array(RawDifference), notCompared: z.array(z.string()) })
export type Comparison = z.infer<typeof Comparison>

/** More are not listed: a switch of a thousand ports that is gone would fill the row. */
const MAX_DIFFERENCES = 200
const MAX_VALUE = 300

/**
 * What is not as it was. Objects that only hang on what the change touches and have come since are somebody else's; a guest's tap
 * that is gone went with its guest.
 */
export function compareDumps(before: RawReading, after: RawReading): Comparison {
  const now = new Map(after.records.map((record) => [record.key, record]))
  const was = new Map(before.records.map((record) => [record.key, record]))
  const isUnread = after.unread.length > 0
  const isOld = !before.records.some(({ key }) => key.startsWith('sysctl '))
  const goneTaps = namesIn(before.records.filter((record) => isLinkGone(record) && record.isTap && !record.isOwn))
  const goneLinks = namesIn(before.records.filter(isLinkGone))
  const newLinks = namesIn(after.records.filter(({ key }) => key.startsWith('link ') && !was.has(key)))
  function isLinkGone({ key }: KeptRecord): boolean {
    return key.startsWith('link ') && !now.has(key)
  }
  const differences = [
    ...before.records.flatMap((record): RawDifference[] => {
      const found = now.get(record.key)
      if (found !== undefined) return attributeDifferences(record, found)
      const isOfGoneLink = !record.key.startsWith('link ') && record.about.some((name) => goneLinks.has(name))
      if (isOfGoneLink || record.about.some((name) => goneTaps.has(name))) return []
      // What was not read is not gone.
      return isUnread && isOfUnread(record, after.unread) ? [] : [{ ...whole(record), was: 'there', is: null }]
    }),
    ...after.records.flatMap((record): RawDifference[] => {
      if (was.has(record.key) || !record.isOwn || isOfUnread(record, before.unread)) return []
      if (isOld && LATER.test(record.key)) return []
      const isOfNewLink = !record.key.startsWith('link ') && record.about.some((name) => newLinks.has(name))
      return isOfNewLink ? [] : [{ ...whole(record), was: null, is: 'there' }]
    }),
  ]
  return {
    differences: unique(differences).slice(0, MAX_DIFFERENCES),
    notCompared: [...new Set([...before.unread, ...after.unread])].filter((words) => !isIdle(words, before, after)),
  }
}

/** A daemon that has not run at either moment: nothing of it was touched. */
const isIdle = (words: string, before: RawReading, after: RawReading): boolean =>
  words.endsWith(`(${NOT_RUNNING})`) && before.unread.includes(words) && after.unread.includes(words)

const whole = ({ words }: KeptRecord) => ({ object: words, attribute: '' })
const namesIn = (records: readonly KeptRecord[]): Set<string> => new Set(records.flatMap(({ about }) => about))

/** What was not dumped by earlier versions, whose readings are kept for undos: they have none of it, not even of each link. */
const LATER = /^(?:locks|sysctl|fdb|neighbour) /

/** By the word that a record's key begins with, and the words for what was not read. */
const OF_READER: readonly (readonly [string, RegExp])[] = [
  ['link ', /^links/],
  ['address ', /^links/],
  ['route ', /^routes/],
  ['policy rule', /^policy/],
  ['bridge port', /^bridge ports/],
  ['vlans ', /^VLANs/],
  ['locks ', /^routes/],
  ['sysfs ', /^settings/],
  ['sysctl ', /^settings/],
  ['fdb ', /^forwarding/],
  ['neighbour ', /^neighbours/],
  ['ovs ', /^the database/],
  ['flows ', /^flows/],
  ['groups ', /^groups/],
  ['network ', /^network/],
  ['guest ', /^guest/],
]
const isOfUnread = ({ key }: KeptRecord, unread: readonly string[]): boolean =>
  OF_READER.some(([start, what]) => key.startsWith(start) && unread.some((words) => what.test(words)))

function attributeDifferences(before: KeptRecord, after: KeptRecord): RawDifference[] {
  const keys = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])]
  const of = ({ attributes }: KeptRecord, key: string): string | null =>
    Object.hasOwn(attributes, key) ? (attributes[key] ?? '') : null
  return keys.flatMap((attribute) => {
    const [was, is] = [of(before, attribute), of(after, attribute)]
    // An empty column and none are the same.
    if ((was ?? '') === (is ?? '')) return []
    return [{ object: before.words, attribute, was: short(was), is: short(is) }]
  })
}

const short = (value: string | null): string | null =>
  value === null || value.length <= MAX_VALUE ? value : `${value.slice(0, MAX_VALUE)}…`

/** The same setting is told by `ip` and by /sys, under one name. */
function unique(differences: readonly RawDifference[]): RawDifference[] {
  const known = new Set<string>()
  return differences.filter(({ object, attribute, was, is }) => {
    const name = attribute.replace(/^sysfs \w+\//, '').replace(/^.*\./, '')
    const key = `${object}\n${attribute.startsWith('flow') ? attribute : name}\n${was}\n${is}`
    const isNew = !known.has(key)
    known.add(key)
    return isNew
  })
}
