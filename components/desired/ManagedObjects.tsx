'use client'

import { useQuery } from '@tanstack/react-query'
import { useHost } from '@/components/host/host-context'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Skeleton } from '@/components/ui/Skeleton'
import { desiredQueries } from '@/lib/client/queries/desired'
import type { NetworkState } from '@/lib/core/model/network-state'
import { AdoptTable } from './AdoptTable'
import { DriftList } from './DriftList'
import { ManagedTable } from './ManagedTable'

/** Drift first, then what is managed, then what could be. */
export function ManagedObjects({ state }: { state: NetworkState }) {
  const host = useHost()
  const desired = useQuery(desiredQueries.objects(host.id))
  const drift = useQuery(desiredQueries.drift(host.id))
  if (desired.data === undefined)
    return desired.error === null ? (
      <Skeleton label="Loading what is wanted" rows={8} />
    ) : (
      <ErrorNote title="What is wanted could not be loaded" message={desired.error.message} />
    )
  return (
    <>
      {drift.error !== null && <ErrorNote title="Drift could not be worked out" message={drift.error.message} />}
      <DriftList drift={drift.data?.drift ?? []} isKnown={drift.data !== undefined} state={state} />
      <ManagedTable objects={desired.data.objects} drift={drift.data?.drift ?? []} state={state} />
      <AdoptTable objects={desired.data.objects} state={state} />
    </>
  )
}
