import Link from 'next/link'
import { statusWords } from '@/components/change/change-words'
import { Badge } from '@/components/ui/Badge'
import type { Column } from '@/components/ui/DataTable'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { countOf, formatDateTime } from '@/lib/client/format'
import type { ChangeSummary } from '@/lib/contract/changes'
import { actorWords } from '@/lib/core/text/actor-words'

const RISK_TONES = { R0: 'plain', R1: 'warn', R2: 'error' } as const

const title: Column<ChangeSummary> = {
  id: 'title',
  title: 'Change',
  isName: true,
  value: (change) => change.title,
  cell: (change) => (
    <span className="min-w-0">
      <Link
        href={`/hosts/${change.hostId}/changes/${change.id}`}
        className="font-strong break-words after:absolute after:inset-0"
      >
        {change.title}
      </Link>
      {change.reason !== null && (
        <span className="block max-w-140 text-11 break-words text-fg-2 max-md:hidden">{change.reason}</span>
      )}
    </span>
  ),
}

const host: Column<ChangeSummary> = {
  id: 'host',
  title: 'Host',
  onPhone: 'line',
  value: (change) => change.hostName,
  cell: (change) => <span className="font-mono">{change.hostName}</span>,
}

const others: readonly Column<ChangeSummary>[] = [
  {
    id: 'status',
    title: 'Status',
    onPhone: 'end',
    value: (change) => statusWords(change).word,
    cell: (change) => (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <StatusGlyph status={statusWords(change).glyph} />
        {statusWords(change).word}
      </span>
    ),
  },
  {
    id: 'risk',
    title: 'Risk',
    onPhone: 'line',
    value: (change) => `${change.risk}${change.isGuestDisrupting ? ' G' : ''}`,
    cell: (change) => (
      <span className="inline-flex gap-1">
        <Badge tone={RISK_TONES[change.risk]}>{change.risk}</Badge>
        {change.isGuestDisrupting && <Badge tone="warn">G</Badge>}
      </span>
    ),
  },
  {
    id: 'steps',
    title: 'Steps',
    onPhone: 'titled',
    align: 'right',
    value: (change) => change.stepCount,
    cell: (change) => <span title={countOf(change.stepCount, 'step')}>{change.stepCount}</span>,
  },
  {
    id: 'who',
    title: 'Who',
    onPhone: 'line',
    value: (change) => actorWords(change.createdBy),
    cell: (change) => actorWords(change.createdBy),
  },
  {
    id: 'when',
    title: 'Planned',
    onPhone: 'titled',
    value: (change) => change.createdAt,
    cell: (change) => <time dateTime={change.createdAt}>{formatDateTime(change.createdAt)}</time>,
  },
  {
    id: 'ended',
    title: 'Ended',
    onPhone: 'titled',
    value: (change) => change.endedAt,
    cell: (change) =>
      change.endedAt === null ? (
        <span className="text-fg-3">–</span>
      ) : (
        <time dateTime={change.endedAt}>{formatDateTime(change.endedAt)}</time>
      ),
  },
]

export const HOST_CHANGE_COLUMNS: readonly Column<ChangeSummary>[] = [title, ...others]
export const CHANGE_COLUMNS: readonly Column<ChangeSummary>[] = [title, host, ...others]
