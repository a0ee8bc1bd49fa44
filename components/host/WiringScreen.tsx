'use client'

import { hostCondition } from '@/components/hosts/host-condition'
import { RetryButton } from '@/components/hosts/RetryButton'
import { TopologyLens } from '@/components/topology/TopologyLens'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Skeleton } from '@/components/ui/Skeleton'
import { useNow } from '@/lib/client/clock'
import { ApiError } from '@/lib/client/http'
import { useHost, useHostState } from './host-context'

/** The host's wiring as a graph, or why there is none yet. */
export function WiringScreen() {
  const host = useHost()
  const { data, error } = useHostState()
  if (data !== undefined) return <Wiring readAt={data.readAt} state={data.state} />
  if (error === null) return <Skeleton label="Loading the wiring" rows={10} />
  if (error instanceof ApiError && error.code === 'no_reading_yet')
    return (
      <EmptyState icon="wiring" title="No picture yet">
        <p>
          {host.statusReason?.message ??
            `${host.name} is being read for the first time. Its picture appears by itself.`}
        </p>
        <RetryButton host={host} label="Read now" />
      </EmptyState>
    )
  return (
    <div className="p-6 max-md:p-3">
      <ErrorNote title="The wiring could not be loaded" message={error.message} />
    </div>
  )
}

type WiringProps = { readAt: string; state: Parameters<typeof TopologyLens>[0]['state'] }

function Wiring({ readAt, state }: WiringProps) {
  const host = useHost()
  const nowMs = useNow()
  const condition = hostCondition(host, nowMs)
  return (
    <div className="h-full">
      <h1 className="sr-only">Wiring of {host.name}</h1>
      <TopologyLens
        host={host}
        state={state}
        isStale={nowMs !== 0 && condition.id !== 'live' && condition.id !== 'connecting'}
        ageMs={nowMs === 0 ? 0 : Math.max(0, nowMs - Date.parse(readAt))}
      />
    </div>
  )
}
