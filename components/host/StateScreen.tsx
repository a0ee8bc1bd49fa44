'use client'

import type { ReactNode } from 'react'
import { hostCondition } from '@/components/hosts/host-condition'
import { RetryButton } from '@/components/hosts/RetryButton'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { SearchBox } from '@/components/ui/SearchBox'
import { Skeleton } from '@/components/ui/Skeleton'
import { useNow } from '@/lib/client/clock'
import { ApiError } from '@/lib/client/http'
import { useUrlState } from '@/lib/client/url-state'
import type { NetworkState } from '@/lib/core/model/network-state'
import { useHost, useHostState } from './host-context'
import { IncompleteNote } from './IncompleteNote'

type Props = {
  title: string
  /** One sentence on what this is, in the host's words. */
  lead: ReactNode
  /** False where there is nothing to search. */
  isSearchable?: boolean
  children: (state: NetworkState) => ReactNode
}

/** A screen that shows part of a host's last reading, greyed when that is old. */
export function StateScreen({ title, lead, isSearchable = true, children }: Props) {
  const host = useHost()
  const { data, error } = useHostState()
  const [params, setParams] = useUrlState()
  const nowMs = useNow()
  const isStale = nowMs !== 0 && !['live', 'connecting'].includes(hostCondition(host, nowMs).id)
  return (
    <div className="flex flex-col gap-5 px-6 py-4 max-md:px-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-16">{title}</h1>
          <div className="text-12 text-fg-2">{lead}</div>
        </div>
        {isSearchable && (
          <div className="w-72 max-w-full max-md:w-full">
            <SearchBox
              label={`Search ${title.toLowerCase()}`}
              placeholder="name, MAC, VLAN…"
              value={params.get('q') ?? ''}
              onChange={(text) => setParams({ q: text })}
            />
          </div>
        )}
      </div>
      {data !== undefined ? (
        <div className={`flex flex-col gap-6 ${isStale ? 'is-stale text-fg' : ''}`}>
          {isSearchable && <IncompleteNote hostId={host.id} sources={data.state.sources} />}
          {children(data.state)}
        </div>
      ) : error === null ? (
        <Skeleton label={`Loading ${title.toLowerCase()}`} rows={8} />
      ) : error instanceof ApiError && error.code === 'no_reading_yet' ? (
        <EmptyState icon="host" title="Not read yet">
          <p>
            {host.statusReason?.message ?? `${host.name} is being connected. Its first picture appears here by itself.`}
          </p>
          <RetryButton host={host} label="Read now" />
        </EmptyState>
      ) : (
        <ErrorNote title={`${title} could not be loaded`} message={error.message} />
      )}
    </div>
  )
}
