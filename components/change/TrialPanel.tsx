'use client'

import { useQuery } from '@tanstack/react-query'
import { FormError } from '@/components/fields/FormError'
import { hostCondition } from '@/components/hosts/host-condition'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { useNow } from '@/lib/client/clock'
import { useStreamState } from '@/lib/client/live/stream-status'
import { hostQueries } from '@/lib/client/queries/hosts'
import { useDecideChange, useExtendChange } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'
import { countdownOf, secondsText } from './countdown'
import { CountdownRing } from './CountdownRing'

const MORE_SECONDS = 60
const MAX_SECONDS = 600

/** On trial: how long the host waits, and the two buttons. */
export function TrialPanel({ change }: { change: Change }) {
  const { hostName, deadlineAt, windowSeconds } = change
  const nowMs = useNow()
  const keep = useDecideChange(change.id, 'confirm')
  const undo = useDecideChange(change.id, 'cancel')
  const extend = useExtendChange(change.id)
  const forbidden = operatorOnly(useMe())
  const left = deadlineAt === null || nowMs === 0 ? null : countdownOf(deadlineAt, windowSeconds, nowMs)
  const isBusy = keep.isPending || undo.isPending
  return (
    <section aria-label="On trial" className="flex flex-col gap-3 border-b border-line-1 px-4 py-3">
      <div className="flex items-center gap-4">
        {left !== null && <CountdownRing countdown={left} />}
        <div className="min-w-0">
          <p className="text-14 font-strong">
            {left === null ? `${hostName} waits for you` : `seconds until ${hostName} puts everything back by itself`}
          </p>
          <p className="text-11 text-fg-2">
            The timer runs on {hostName}. It fires even if this page, the console or the network fails.
          </p>
        </div>
      </div>
      <p role="status" aria-live="assertive" className="sr-only">
        {left?.spoken == null ? '' : `${left.spoken} seconds until ${hostName} puts everything back`}
      </p>
      <Contact change={change} seconds={left?.seconds ?? null} />
      {change.mode === 'auto' && (
        <p className="text-12 text-fg-2">The console keeps it by itself once it has reached {hostName} anew.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          size="large"
          icon="check"
          className="flex-1"
          isBusy={keep.isPending}
          disabled={forbidden !== null || undo.isPending}
          onClick={() => keep.mutate()}
        >
          Keep changes
        </Button>
        <Button
          tone="danger"
          size="large"
          icon="undo"
          isBusy={undo.isPending}
          disabled={forbidden !== null || keep.isPending}
          onClick={() => undo.mutate()}
        >
          Undo now
        </Button>
      </div>
      <div className="flex items-center justify-between gap-3 text-12">
        <span className="text-fg-2">{forbidden ?? keepsWhat(change)}</span>
        <button
          type="button"
          disabled={forbidden !== null || isBusy || extend.isPending || left === null}
          onClick={() => extend.mutate(Math.min(MAX_SECONDS, (left?.seconds ?? 0) + MORE_SECONDS))}
          className="flex-none rounded-chip text-accent hover:underline disabled:opacity-55 max-md:min-h-touch"
        >
          + {MORE_SECONDS} s
        </button>
      </div>
      <FormError title="That did not work" error={keep.error ?? undo.error ?? extend.error} />
    </section>
  )
}

/** What a reboot takes has a section of its own, below. */
function keepsWhat({ plan }: Change): string {
  if (plan.steps.some(({ scope }) => scope !== 'running')) return 'Keep also writes what is stored for the next start.'
  const stops = 'Keep stops the timer.'
  return plan.notStored.length > 0 ? stops : `${stops} Nothing of it is stored for the next start.`
}

/** Said plainly while nobody can be sure: what happens by itself, and when. */
function Contact({ change, seconds }: { change: Change; seconds: number | null }) {
  const { hostId, hostName } = change
  const { data: host } = useQuery(hostQueries.detail(hostId))
  const stream = useStreamState()
  const nowMs = useNow()
  const inTime = seconds === null ? 'in time' : `in ${secondsText(seconds)}`
  if (stream.status === 'reconnecting' || stream.status === 'down')
    return (
      <ErrorNote
        tone="warn"
        title="The console does not answer"
        message={`${hostName} puts everything back by itself ${inTime} unless somebody keeps it elsewhere.`}
      />
    )
  const condition = host === undefined ? null : hostCondition(host, nowMs)
  if (condition === null || nowMs === 0 || condition.id === 'live' || condition.id === 'connecting') return null
  return (
    <ErrorNote
      tone="warn"
      title={`${hostName} does not answer`}
      message={`It puts everything back by itself ${inTime}. Nothing needs to be done.`}
    />
  )
}
