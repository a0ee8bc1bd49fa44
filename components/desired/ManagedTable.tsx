'use client'

import Link from 'next/link'
import { useHost } from '@/components/host/host-context'
import { Badge } from '@/components/ui/Badge'
import type { Column } from '@/components/ui/DataTable'
import { formatDateTime } from '@/lib/client/format'
import { useDecideObjects } from '@/lib/client/queries/desired'
import type { DesiredObjectDto, DriftDto } from '@/lib/contract/desired'
import type { AfterReboot } from '@/lib/core/desired/after-reboot'
import { rebootWarning } from '@/lib/core/desired/after-reboot'
import type { NetworkState } from '@/lib/core/model/network-state'
import { actorWords } from '@/lib/core/text/actor-words'
import { objectAfterReboot } from './object-after-reboot'
import { objectWords } from './object-name'
import { NAME_COLUMNS, ObjectsTable, type ObjectRow } from './ObjectsTable'

type Row = ObjectRow & DesiredObjectDto & { isDrifted: boolean; hostId: string; afterReboot: AfterReboot }

const COLUMNS: readonly Column<Row>[] = [
  ...NAME_COLUMNS,
  {
    id: 'wanted',
    title: 'Wanted',
    onPhone: 'end',
    value: ({ isWanted, isDrifted }) => `${isWanted ? 'present' : 'absent'}${isDrifted ? ' drifted' : ''}`,
    cell: ({ isWanted, isDrifted }) => (
      <span className="inline-flex items-center gap-1.5">
        {isWanted ? 'present' : 'absent'}
        {isDrifted && <Badge tone="warn">drifted</Badge>}
      </span>
    ),
  },
  {
    id: 'reboot',
    title: 'After a reboot',
    onPhone: 'titled',
    value: ({ afterReboot }) => afterReboot,
    cell: ({ afterReboot }) => (
      <span title={rebootWarning(afterReboot) ?? undefined} className={afterReboot === 'gone' ? 'text-warn' : ''}>
        {afterReboot === 'gone' ? 'gone: not stored' : afterReboot}
      </span>
    ),
  },
  {
    id: 'revision',
    title: 'Revision',
    onPhone: 'titled',
    align: 'right',
    value: ({ revision }) => revision,
    cell: ({ revision }) => revision,
  },
  {
    id: 'who',
    title: 'Who',
    onPhone: 'line',
    value: (row) => actorWords(row.changedBy),
    cell: (row) => actorWords(row.changedBy),
  },
  {
    id: 'when',
    title: 'When',
    onPhone: 'line',
    value: ({ changedAt }) => changedAt,
    cell: ({ changedAt }) => <time dateTime={changedAt}>{formatDateTime(changedAt)}</time>,
  },
  {
    id: 'by',
    title: 'By',
    onPhone: 'line',
    value: ({ changeId }) => (changeId === null ? 'adopted' : 'change'),
    cell: ({ changeId, hostId }) =>
      changeId === null ? (
        'adopted'
      ) : (
        <Link href={`/hosts/${hostId}/changes/${changeId}`} className="rounded-chip text-accent hover:underline">
          a change
        </Link>
      ),
  },
]

type Props = { objects: readonly DesiredObjectDto[]; drift: readonly DriftDto[]; state: NetworkState }

/** What is wanted, in which revision, since when and by whom. */
export function ManagedTable({ objects, drift, state }: Props) {
  const host = useHost()
  const release = useDecideObjects(host.id, 'release')
  const drifted = new Set(drift.map(({ key }) => key))
  const rows = objects.map((object): Row => ({
    ...object,
    ...objectWords(state, object.ref),
    isDrifted: drifted.has(object.key),
    hostId: host.id,
    afterReboot: objectAfterReboot(state, object),
  }))
  return (
    <ObjectsTable
      id="managed"
      title="Managed"
      columns={COLUMNS}
      rows={rows}
      empty="Nothing is managed yet: it begins with the first change that is kept, or with what you adopt below."
      act="Release"
      isBusy={release.isPending}
      error={release.error}
      onAct={(refs, onDone) => release.mutate({ objects: refs }, { onSuccess: onDone })}
    />
  )
}
