'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ExportMenu } from '@/components/fields/ExportMenu'
import { lazyBody } from '@/components/host/lazy-body'
import { adminOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { SearchBox } from '@/components/ui/SearchBox'
import { Select } from '@/components/ui/Select'
import { Skeleton } from '@/components/ui/Skeleton'
import { auditQueries } from '@/lib/client/queries/audit'
import { useUrlState } from '@/lib/client/url-state'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'
import type { AuditEntry } from '@/lib/contract/audit'
import { actorWords } from '@/lib/core/text/actor-words'
import { detailLine, filterEntries, thingsOf } from './audit-entries'
import { ChainVerdict } from './ChainVerdict'

const AuditTable = lazyBody('Loading the audit log', () => import('./AuditTable').then((module) => module.AuditTable))

/** Who did what, on which host and when; and whether the log is still what was written. */
export function AuditScreen() {
  const forbidden = adminOnly(useMe())
  const isHydrated = useIsHydrated()
  return (
    <div className="flex flex-col gap-4 px-6 py-4 max-md:px-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-16">Audit</h1>
          <p className="text-12 text-fg-2">
            Every act of a person, a token or the console itself, before it is done and after. Each entry carries the
            hash of the one before.
          </p>
        </div>
        {forbidden === null && <ChainVerdict />}
      </div>
      {forbidden !== null ? (
        <EmptyState icon="lock" title="Not for your role">
          <p>{forbidden}</p>
        </EmptyState>
      ) : isHydrated ? (
        <Entries />
      ) : (
        <Skeleton label="Loading the audit log" rows={10} />
      )}
    </div>
  )
}

const EXPORT = [
  { title: 'Number', value: ({ seq }: AuditEntry) => seq },
  { title: 'When', value: ({ at }: AuditEntry) => at },
  { title: 'Who', value: ({ actor }: AuditEntry) => actorWords(actor) },
  { title: 'From', value: ({ address }: AuditEntry) => address },
  { title: 'What', value: ({ action }: AuditEntry) => action },
  { title: 'On', value: ({ target }: AuditEntry) => target },
  { title: 'Detail', value: ({ detail }: AuditEntry) => JSON.stringify(detail) },
  { title: 'Hash', value: ({ hash }: AuditEntry) => hash },
] as const

function Entries() {
  const [params, setParams] = useUrlState()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(auditQueries.entries())
  const [isLoadingAll, setIsLoadingAll] = useState(false)
  if (data === undefined)
    return error === null ? (
      <Skeleton label="Loading the audit log" rows={10} />
    ) : (
      <ErrorNote title="The audit log could not be loaded" message={error.message} />
    )
  const entries = data.pages.flatMap((page) => page.entries)
  const [thing, query] = [params.get('thing') ?? '', params.get('q') ?? '']
  const shown = filterEntries(entries, { thing, query })
  const loadAll = async (): Promise<void> => {
    setIsLoadingAll(true)
    for (let isMore = hasNextPage; isMore;) {
      const result = await fetchNextPage()
      isMore = result.hasNextPage && !result.isError
    }
    setIsLoadingAll(false)
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-2 text-12 text-fg-3">
          About
          <Select value={thing} onChange={(event) => setParams({ thing: event.target.value })}>
            <option value="">everything</option>
            {thingsOf(entries).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        </label>
        <div className="w-80 max-w-full max-md:w-auto max-md:min-w-60 max-md:flex-1">
          <SearchBox
            label="Search the audit log"
            placeholder="who, what, host, command…"
            value={query}
            onChange={(text) => setParams({ q: text })}
            found={`${shown.length} of ${entries.length}`}
          />
        </div>
        <span className="flex-1 max-md:hidden" />
        {hasNextPage && (
          <Button isBusy={isLoadingAll} onClick={() => void loadAll()}>
            {isLoadingAll ? `${entries.length} loaded` : 'Load all'}
          </Button>
        )}
        <ExportMenu fileName="audit" columns={EXPORT} rows={shown} />
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="search" title="No entry matches">
          <p>{hasNextPage ? 'Only the newest are loaded: load all, or loosen the search.' : 'Loosen the search.'}</p>
        </EmptyState>
      ) : (
        <AuditTable entries={shown} textOf={detailLine} />
      )}
      {error !== null && <ErrorNote title="Older entries could not be loaded" message={error.message} />}
      {hasNextPage && !isLoadingAll && (
        <div>
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  )
}
