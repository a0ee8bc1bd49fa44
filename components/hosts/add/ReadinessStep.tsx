'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ReadinessReport } from '@/components/host/ReadinessReport'
import { Button, buttonClass } from '@/components/ui/Button'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Icon } from '@/components/ui/Icon'
import { Skeleton } from '@/components/ui/Skeleton'
import { ApiError } from '@/lib/client/http'
import { hostQueries } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'
import { HostNotes } from '../HostNotes'
import { RetryButton } from '../RetryButton'
import { StepCard } from './StepCard'

/** A host that has just been added is read for the first time; until that is done there is no report. */
const FIRST_READING_POLL_MS = 1_000

type Props = { host: Host; onAnother: () => void }

export function ReadinessStep({ host, onAnother }: Props) {
  const readiness = useQuery({
    ...hostQueries.readiness(host.id),
    refetchInterval: ({ state }) => (state.data === undefined ? FIRST_READING_POLL_MS : false),
  })
  // What it shares with hosts that are there is known once it has been read.
  const { data: read } = useQuery({ ...hostQueries.detail(host.id), enabled: readiness.data !== undefined })
  const isReading =
    readiness.error === null || (readiness.error instanceof ApiError && readiness.error.code === 'no_reading_yet')
  return (
    <StepCard
      title={`${host.name} is added`}
      lead="What it can show depends on the tools it has. Patchbay installs nothing: the commands below are yours to run, or not."
    >
      <HostNotes notes={read?.notes ?? []} />
      {readiness.data !== undefined ? (
        <ReadinessReport tools={readiness.data.tools} sources={readiness.data.sources} />
      ) : isReading ? (
        <Skeleton label={`Reading ${host.name} for the first time`} />
      ) : (
        <ErrorNote title={`${host.name} was not read`} message={readiness.error?.message ?? ''}>
          <RetryButton host={host} />
        </ErrorNote>
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="large" tone="quiet" icon="add" onClick={onAnother}>
          Add another host
        </Button>
        <Link href={`/hosts/${host.id}`} className={buttonClass('primary', 'large')}>
          Show its wiring
          <Icon name="right" />
        </Link>
      </div>
    </StepCard>
  )
}
