import 'server-only'
import type { AuditEntry, AuditFilter } from '@/lib/contract/audit'
import { csvLine } from '@/lib/core/text/csv'
import type { Origin } from '../auth/actor'
import type { FileAnswer } from '../http/handle'
import type { Services } from '../services'

const COLUMNS = ['seq', 'at', 'actor', 'address', 'action', 'target', 'detail', 'hash'] as const

type Format = { type: string; head: string; row: (entry: AuditEntry, isFirst: boolean) => string; foot: string }

const FORMATS: Readonly<Record<'csv' | 'json', Format>> = {
  csv: {
    type: 'text/csv',
    head: csvLine(COLUMNS),
    row: ({ detail, ...entry }) =>
      csvLine(COLUMNS.map((column) => (column === 'detail' ? JSON.stringify(detail) : entry[column]))),
    foot: '',
  },
  json: {
    type: 'application/json',
    head: '[',
    row: (entry, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(entry)}`,
    foot: '\n]\n',
  },
}

/** The log as a file, read page by page while it is sent: however long it is, little of it is in memory. Exporting is audited. */
export async function exportAudit(
  { audit, now }: Pick<Services, 'audit' | 'now'>,
  { format, ...filter }: AuditFilter & { format: 'csv' | 'json' },
  origin: Origin,
): Promise<FileAnswer> {
  await audit.append({ ...origin, action: 'audit.export', target: null, detail: { format, ...filter } })
  const { type, head, row, foot } = FORMATS[format]
  const encoder = new TextEncoder()
  let last = 0
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    pull: async (controller) => {
      const page = await audit.pageAfter(last, filter)
      const text = page.map((entry, i) => row(entry, last === 0 && i === 0)).join('')
      last = page.at(-1)?.seq ?? last
      if (page.length > 0) return controller.enqueue(encoder.encode(text))
      if (foot !== '') controller.enqueue(encoder.encode(foot))
      controller.close()
    },
  })
  return { name: `patchbay-audit-${now().toISOString().slice(0, 10)}.${format}`, type, body }
}
