import type { OvsdbTables } from '../parse/ovsdb'
import { parseOvsdbTables } from '../parse/ovsdb'
import { definitionRecords, networkInfoRecords } from './definition-records'
import type { RawDump, Section } from './dump-text'
import { dumpReaders } from './dump-readers'
import { fdbRecords, lockRecords, neighbourRecords, sysctlRecords } from './kernel-records'
import { addrRecords, bridgePortRecords, routeRecords, ruleRecords, sysfsRecords, vlanRecords } from './link-records'
import type { Names } from './names'
import { jsonRows, namesOf } from './names'
import { flowRecords, hasConnectedController, ovsdbRecords } from './ovs-records'
import type { KeptRecord, RawRecord } from './raw-record'
import type { RawScope } from './raw-scope'

/** What was taken of a host at one moment, as far as a change touches it. */
export type RawReading = {
  records: KeptRecord[]
  /** What could not be read, in words: "routes (no answer in time)". Nothing can be said of it. */
  unread: string[]
}

/**
 * The objects that a change of this scope touches, and what hangs on them, each in its own tools' words; of a later moment also those
 * that were kept of the earlier one (`also`: their keys).
 */
export function readRecords(dump: RawDump, scope: RawScope, also: ReadonlySet<string> = new Set()): RawReading {
  const unread: string[] = []
  const links = jsonRows(textOf(dump, 'addr') ?? '') ?? []
  const tables = tablesOf(dump)
  const names = namesOf(links, tables)
  const all = dumpReaders(scope).flatMap(({ name, what }) => {
    const section = dump.get(name)
    if (section === undefined) return []
    const why = whyUnread(name, section.status)
    if (why === 'absent') return []
    const records = why === null ? recordsOf(name, section.text, { scope, names, tables, links }) : null
    if (records === null) unread.push(`${what} (${why ?? 'not understood'})`)
    return records ?? []
  })
  const own = new Set([...scope.links, ...scope.bridges].flatMap((name) => [name, names.same(name)]))
  const records = all.flatMap((record): KeptRecord[] => {
    const isOwn = record.about.length === 0 || record.about.some((name) => own.has(name))
    if (!isOwn && !also.has(record.key) && !record.hangsOn.some((name) => own.has(name))) return []
    const { key, words, isTap } = record
    return [{ key, words, isTap, isOwn, about: [...record.about], attributes: { ...record.read() } }]
  })
  return { records, unread: [...new Set(unread)] }
}

const textOf = (dump: RawDump, name: string): string | null => {
  const section = dump.get(name)
  return section?.status === 0 ? section.text : null
}

function tablesOf(dump: RawDump): OvsdbTables | null {
  const tables = parseOvsdbTables(textOf(dump, 'ovsdb') ?? '', [])
  return tables.ok ? tables.value : null
}

/** Of a daemon that did not run at a moment: there was nothing of it to compare, if that holds at the other moment too. */
export const NOT_RUNNING = 'not running'

/**
 * `timeout` says 124, and 137 where it had to kill; tools of Open vSwitch are ended by SIGALRM, 142. virsh and ovs-ofctl say 1 of what
 * is not there.
 */
function whyUnread(name: string, status: Section['status']): string | null {
  if (status === 0) return null
  if (status === 'idle') return NOT_RUNNING
  if (status === null || status === 124 || status === 137 || status === 142) return 'no answer in time'
  if (status === 1 && /^(?:net|guest|flows|groups)/.test(name)) return 'absent'
  return `status ${status}`
}

type Rows = ReturnType<typeof jsonRows>
type Around = { scope: RawScope; names: Names; tables: OvsdbTables | null; links: Rows }

/** Null: not understood. */
function recordsOf(name: string, text: string, { scope, names, tables, links }: Around): RawRecord[] | null {
  const [kind = '', number = ''] = name.split('.')
  const rows = (read: (rows: NonNullable<Rows>, names: Names) => RawRecord[]): RawRecord[] | null => {
    // iproute2 prints nothing at all for an empty list of some kinds.
    const found = text.trim() === '' ? [] : jsonRows(text)
    return found === null ? null : read(found, names)
  }
  switch (kind) {
    case 'addr':
      return links === null || links.length === 0 ? null : addrRecords(links, names)
    case 'route':
      return rows(routeRecords)
    case 'locks':
      return lockRecords(text, names)
    case 'fdb':
      return rows((all) => fdbRecords(all, names, links ?? []))
    case 'neigh':
      return rows(neighbourRecords)
    case 'rule':
    case 'rule6':
      return rows(ruleRecords)
    case 'bridge':
      return rows(bridgePortRecords)
    case 'vlan':
      return rows(vlanRecords)
    case 'sysfs':
      return [...sysfsRecords(text, names), ...sysctlRecords(text, names)]
    case 'ovsdb':
      return tables === null ? null : ovsdbRecords(tables, names)
    case 'flows':
    case 'groups': {
      const bridge = scope.bridges[Number(number)] ?? ''
      return tables !== null && hasConnectedController(tables, bridge) ? [] : flowRecords(kind, text, bridge)
    }
    case 'net-info':
      return networkInfoRecords(text, `network ${scope.networks[Number(number)] ?? ''}`)
    case 'net':
      return definitionRecords(text, `network ${scope.networks[Number(number)] ?? ''}`, [])
    case 'net-stored':
      return definitionRecords(text, `network ${scope.networks[Number(number)] ?? ''}, as stored`, [])
    case 'guest':
      return definitionRecords(text, `guest ${scope.guests[Number(number)] ?? ''}`, [])
    default:
      return definitionRecords(text, `guest ${scope.guests[Number(number)] ?? ''}, as stored`, [])
  }
}
