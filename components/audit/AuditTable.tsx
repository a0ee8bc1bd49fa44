'use client'

import { useMemo, useState } from 'react'
import { DataTable } from '@/components/ui/DataTable'
import type { Column } from '@/components/ui/DataTable'
import { Dialog } from '@/components/ui/Dialog'
import { useDataTable } from '@/components/ui/use-data-table'
import { formatDateTime } from '@/lib/client/format'
import { useUrlSort } from '@/lib/client/url-state'
import type { AuditEntry } from '@/lib/contract/audit'
import { actorWords } from '@/lib/core/text/actor-words'

type Props = { entries: readonly AuditEntry[]; textOf: (entry: AuditEntry) => string }

export function AuditTable({ entries, textOf }: Props) {
  const [sort, onSort] = useUrlSort()
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const columns = useMemo(() => columnsOf(textOf, setOpened), [textOf])
  const table = useDataTable({ columns, rows: entries, rowKey: ({ seq }) => String(seq), sort, onSort })
  return (
    <>
      <DataTable label="Audit log" table={table} />
      {opened !== null && <EntryDialog entry={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

const columnsOf = (
  textOf: (entry: AuditEntry) => string,
  onOpen: (entry: AuditEntry) => void,
): readonly Column<AuditEntry>[] => [
  {
    id: 'seq',
    title: 'No.',
    onPhone: 'titled',
    align: 'right',
    value: ({ seq }) => seq,
    cell: ({ seq }) => <span className="text-fg-3">{seq}</span>,
  },
  {
    id: 'when',
    title: 'When',
    onPhone: 'end',
    value: ({ at }) => at,
    cell: ({ at }) => (
      <time dateTime={at} className="whitespace-nowrap">
        {formatDateTime(at)}
      </time>
    ),
  },
  {
    id: 'who',
    title: 'Who',
    onPhone: 'line',
    value: ({ actor }) => actorWords(actor),
    cell: ({ actor, address }) => <span title={address ?? undefined}>{actorWords(actor)}</span>,
  },
  {
    id: 'what',
    title: 'What',
    isName: true,
    value: ({ action }) => action,
    cell: (entry) => (
      <button
        type="button"
        onClick={() => onOpen(entry)}
        aria-label={`${entry.action}, entry ${entry.seq}`}
        className="rounded-chip font-mono font-strong hover:underline max-md:-my-2 max-md:min-h-touch"
      >
        {entry.action}
      </button>
    ),
  },
  {
    id: 'on',
    title: 'On',
    onPhone: 'line',
    value: ({ target }) => target,
    cell: ({ target }) => <span className="font-mono break-all">{target ?? '–'}</span>,
  },
  {
    id: 'detail',
    title: 'Detail',
    onPhone: 'below',
    value: textOf,
    cell: (entry) => (
      <span className="line-clamp-2 max-w-140 font-mono text-11 wrap-anywhere text-fg-2">{textOf(entry) || '–'}</span>
    ),
  },
]

function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const facts = [
    ['When', formatDateTime(entry.at)],
    ['Who', actorWords(entry.actor)],
    ['From', entry.address ?? 'the console itself'],
    ['On', entry.target ?? '–'],
    ['Hash', entry.hash],
  ] as const
  return (
    <Dialog title={`${entry.action}, entry ${entry.seq}`} onClose={onClose} place="side">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-fg-2">{label}</dt>
            <dd className="min-w-0 font-mono break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <pre
        tabIndex={0}
        aria-label="Detail"
        className="overflow-auto rounded-node border border-line-1 bg-surface-2 p-2 font-mono text-11 whitespace-pre-wrap"
      >
        {JSON.stringify(entry.detail, null, 2)}
      </pre>
    </Dialog>
  )
}
