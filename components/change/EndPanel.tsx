'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { FormError } from '@/components/fields/FormError'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { formatDateTime } from '@/lib/client/format'
import { ApiError } from '@/lib/client/http'
import { useCreateChange, useDecideChange } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'
import { differenceWords } from '@/lib/core/raw/difference-words'
import { SHOWN_DIFFERENCES } from '@/lib/core/raw/comparison-words'
import { statusWords } from './change-words'
import { FailedRollback } from './FailedRollback'

const TONES = {
  ok: 'border-ok',
  plain: 'border-line-3 bg-surface-2',
  warn: 'border-warn bg-warn-wash',
  error: 'border-err bg-err-wash',
  accent: '',
} as const

const NOT_AS_BEFORE = { tone: 'warn', glyph: 'warn' } as const

/** It is over: how it ended, what holds now, and what leads on. */
export function EndPanel({ change }: { change: Change }) {
  const isOther = change.comparison !== null && change.comparison.differences.length > 0
  const words =
    isOther && change.isPersisted && change.status !== 'rollback_failed'
      ? { ...statusWords(change), ...NOT_AS_BEFORE }
      : statusWords(change)
  return (
    <section aria-label="Result" role="status" className="border-b border-line-1 px-4 py-3">
      <div className={`flex flex-col gap-2 rounded-card border px-3 py-2.5 text-12 ${TONES[words.tone]}`}>
        <p className="flex items-center gap-2 text-14 font-strong">
          <StatusGlyph status={words.glyph} />
          {headline(change, isOther)}
        </p>
        {change.reason !== null && <p className="break-words whitespace-pre-line">{change.reason}</p>}
        <Differences change={change} />
        <Leads change={change} />
      </div>
    </section>
  )
}

/** All of them: the sentence above names the first few. */
function Differences({ change: { comparison, hostName } }: { change: Change }) {
  if (comparison === null || comparison.differences.length <= SHOWN_DIFFERENCES) return null
  return (
    <details>
      <summary className="cursor-pointer text-fg-2">
        All {comparison.differences.length} differences, as {hostName} itself tells them
      </summary>
      <ul className="mt-1 max-h-64 list-disc overflow-auto pl-5">
        {comparison.differences.map((difference) => (
          <li key={`${difference.object} ${difference.attribute}`} className="break-words">
            {differenceWords(difference)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function headline(change: Change, isOther: boolean): string {
  const { status, hostName, endedAt, releasedAt, isPersisted, errorCode } = change
  const at = endedAt === null ? '' : ` at ${formatDateTime(endedAt).slice(11)}`
  switch (status) {
    case 'confirmed':
      return isPersisted ? `Kept${at}` : `Kept${at}, until the next reboot`
    case 'rolled_back':
      return isOther ? `${hostName} undid it${at}, and differs from before` : `${hostName} put everything back${at}`
    case 'rollback_failed':
      return releasedAt === null ? `${hostName} could not put everything back` : `${hostName} was left as it is`
    case 'stale':
      return `${hostName} is no longer as it was planned on`
    default:
      if (errorCode === 'not_stored') return 'Not stored'
      return change.appliedAt === null ? 'Nothing was done' : `${hostName} was not changed`
  }
}

function Leads({ change }: { change: Change }): ReactNode {
  switch (change.status) {
    case 'confirmed':
      return change.undoneBy === null ? (
        <UndoChange change={change} />
      ) : (
        <Link href={`/hosts/${change.hostId}/changes/${change.undoneBy}`} className="text-accent hover:underline">
          It was taken back by a later change
        </Link>
      )
    case 'rollback_failed':
      return <FailedRollback change={change} />
    default:
      return <PlanAgain change={change} />
  }
}

/** Kept, and gone with the next reboot: what works stays as it is, and only the writing is tried again. */
function StoreAgain({ change }: { change: Change }) {
  const store = useDecideChange(change.id, 'store')
  const forbidden = operatorOnly(useMe())
  const isStale = store.error instanceof ApiError && store.error.code === 'stale_plan'
  return (
    <>
      <div>
        <Button
          tone="primary"
          icon="retry"
          isBusy={store.isPending}
          disabled={forbidden !== null}
          onClick={() => store.mutate()}
        >
          Store it again
        </Button>
      </div>
      <p className="text-11 text-fg-2">Only what is read at the next start is written: nothing that runs is touched.</p>
      <FormError title="It is still not stored" error={store.error} />
      {isStale && change.intents.length > 0 && <PlanAgain change={change} />}
    </>
  )
}

function UndoChange({ change }: { change: Change }) {
  const router = useRouter()
  const undo = useDecideChange(change.id, 'undo')
  const forbidden = operatorOnly(useMe())
  return (
    <>
      {!change.isPersisted && <StoreAgain change={change} />}
      <div className="flex flex-wrap gap-2">
        <Button
          icon="undo"
          isBusy={undo.isPending}
          disabled={forbidden !== null}
          onClick={() =>
            undo.mutate(undefined, { onSuccess: ({ id, hostId }) => router.push(`/hosts/${hostId}/changes/${id}`) })
          }
        >
          Undo this change
        </Button>
      </div>
      <p className="text-11 text-fg-2">Undo is planned against {change.hostName} as it is today, and shown first.</p>
      <FormError title="The undo could not be planned" error={undo.error} />
    </>
  )
}

function PlanAgain({ change }: { change: Change }) {
  const router = useRouter()
  const plan = useCreateChange(change.hostId)
  const forbidden = operatorOnly(useMe())
  return (
    <>
      <div>
        <Button
          icon="retry"
          isBusy={plan.isPending}
          disabled={forbidden !== null}
          onClick={() =>
            plan.mutate(
              { intents: change.intents, title: change.title },
              { onSuccess: ({ id, hostId }) => router.push(`/hosts/${hostId}/changes/${id}`) },
            )
          }
        >
          Plan again
        </Button>
      </div>
      <FormError title="It could not be planned again" error={plan.error} />
    </>
  )
}
