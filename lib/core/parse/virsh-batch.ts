import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** What virshBatchScript (observe/libvirt-script.ts) printed, by section; objects by UUID, in the order listed. */
export type VirshBatch = {
  active: string[]
  inactive: string[]
  autostart: ReadonlySet<string>
  transient: ReadonlySet<string>
  running: ReadonlyMap<string, string>
  stored: ReadonlyMap<string, string>
  /** state words of active objects: "running", "shut off". */
  state: ReadonlyMap<string, string>
  /** UUIDs still there at the end; null where the batch did not get that far. */
  present: ReadonlySet<string> | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Cut a batch at its frame lines, "MARK section" or "MARK section UUID". The mark is the first word of the text. Sections
 * that are not known are ignored.
 */
export function parseVirshBatch(text: string): Parsed<VirshBatch> {
  const mark = /^([0-9a-z]{4,40}) active\n/.exec(text)?.[1]
  if (mark === undefined) return unparsed('wanted "MARK active" on the first line', 'line 1')
  const lists = new Map<string, string>()
  const byUuid: Record<'running' | 'stored' | 'state', Map<string, string>> = {
    running: new Map(),
    stored: new Map(),
    state: new Map(),
  }
  for (const frame of `\n${text}`.split(`\n${mark} `).slice(1)) {
    const headerEnd = frame.indexOf('\n')
    const header = headerEnd === -1 ? frame : frame.slice(0, headerEnd)
    const body = headerEnd === -1 ? '' : frame.slice(headerEnd + 1)
    const [section = '', uuid] = header.split(' ')
    if (uuid === undefined) lists.set(section, body)
    else if (UUID.test(uuid) && (section === 'running' || section === 'stored' || section === 'state'))
      byUuid[section].set(uuid, body)
  }
  const uuids = (section: string): string[] =>
    [...new Set((lists.get(section) ?? '').split('\n'))].filter((line) => UUID.test(line))
  return parsed({
    active: uuids('active'),
    inactive: uuids('inactive'),
    autostart: new Set(uuids('autostart')),
    transient: new Set(uuids('transient')),
    ...byUuid,
    present: lists.has('present') ? new Set(uuids('present')) : null,
  })
}

/** A batch with its definitions parsed; `batch` keeps their text. Definitions that virsh did not print are absent. */
export type VirshDumps<T> = {
  batch: VirshBatch
  running: ReadonlyMap<string, Parsed<T>>
  stored: ReadonlyMap<string, Parsed<T>>
}

export function parseVirshDumps<T>(text: string, parse: (xml: string) => Parsed<T>): Parsed<VirshDumps<T>> {
  const batch = parseVirshBatch(text)
  if (!batch.ok) return batch
  const parseAll = (dumps: ReadonlyMap<string, string>): Map<string, Parsed<T>> =>
    new Map([...dumps].flatMap(([uuid, xml]) => (xml.trim() === '' ? [] : [[uuid, parse(xml)]])))
  return parsed({ batch: batch.value, running: parseAll(batch.value.running), stored: parseAll(batch.value.stored) })
}
