'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { ExportMenu } from '@/components/fields/ExportMenu'
import { Button } from '@/components/ui/Button'
import { DataTable } from '@/components/ui/DataTable'
import type { Column } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { SearchBox } from '@/components/ui/SearchBox'
import { Segmented } from '@/components/ui/Segmented'
import { Skeleton } from '@/components/ui/Skeleton'
import { useDataTable } from '@/components/ui/use-data-table'
import { olderChanges } from '@/lib/client/queries/change-pages'
import { changeQueries } from '@/lib/client/queries/changes'
import { useUrlSort, useUrlState } from '@/lib/client/url-state'
import type { ChangeSummary } from '@/lib/contract/changes'
import { CHANGE_COLUMNS, HOST_CHANGE_COLUMNS } from './change-columns'
import { CHANGE_TABS, countChangeTabs, filterChanges, joinPages, toChangeTab, type ChangeTab } from './change-list'

const TAB_WORDS: Record<ChangeTab, string> = {
  all: 'All',
  waiting: 'Waiting',
  planned: 'Planned',
  kept: 'Kept',
  undone: 'Put back',
  failed: 'Failed',
}

type Props = { hostId: string | null; fileName: string; empty: ReactNode }

/** History, newest first, live: of one host, or (null) of all. */
export function ChangesTable({ hostId, fileName, empty }: Props) {
  const [befores, setBefores] = useState<readonly string[]>([])
  const first = useQuery(changeQueries.list(hostId))
  const older = useQueries({ queries: befores.map((before) => olderChanges(hostId, before)) })
  if (first.data === undefined)
    return first.error === null ? (
      <Skeleton label="Loading the changes" rows={8} />
    ) : (
      <ErrorNote title="The changes could not be loaded" message={first.error.message} />
    )
  const changes = joinPages([first.data.changes, ...older.flatMap(({ data }) => (data ? [data.changes] : []))])
  if (changes.length === 0)
    return (
      <EmptyState icon="history" title="No change yet">
        {empty}
      </EmptyState>
    )
  const last = befores.length === 0 ? first.data : older.at(-1)?.data
  const failed = older.find(({ error }) => error !== null)?.error
  return (
    <div className="flex flex-col gap-3">
      <FoundChanges
        changes={changes}
        columns={hostId === null ? CHANGE_COLUMNS : HOST_CHANGE_COLUMNS}
        fileName={fileName}
      />
      {failed && <ErrorNote title="Older changes could not be loaded" message={failed.message} />}
      {last?.nextBefore != null && (
        <div>
          <Button onClick={() => setBefores([...befores, last.nextBefore ?? ''])}>Show older</Button>
        </div>
      )}
    </div>
  )
}

type FoundProps = { changes: readonly ChangeSummary[]; columns: readonly Column<ChangeSummary>[]; fileName: string }

function FoundChanges({ changes, columns, fileName }: FoundProps) {
  const [params, setParams] = useUrlState()
  const [sort, onSort] = useUrlSort()
  const tab = toChangeTab(params.get('tab'))
  const query = params.get('q') ?? ''
  const counts = countChangeTabs(changes)
  const found = filterChanges(changes, tab, query)
  const table = useDataTable({ columns, rows: found, rowKey: (change) => change.id, sort, onSort })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Show changes by state"
          segments={CHANGE_TABS.map((id) => ({ id, label: `${TAB_WORDS[id]} ${counts[id]}` }))}
          value={tab}
          onChange={(id) => setParams({ tab: id === 'all' ? null : id })}
        />
        <div className="w-80 max-w-full max-md:w-auto max-md:min-w-60 max-md:flex-1">
          <SearchBox
            label="Search changes"
            placeholder="title, host, who, R2…"
            value={query}
            onChange={(text) => setParams({ q: text })}
            found={`${found.length} of ${changes.length}`}
          />
        </div>
        <span className="flex-1 max-md:hidden" />
        <ExportMenu
          fileName={fileName}
          columns={columns.map(({ title, value }) => ({ title, value }))}
          rows={table.rows}
        />
      </div>
      {table.rows.length === 0 ? (
        <EmptyState icon="search" title="No change matches">
          <p>Loosen the search or show all states.</p>
        </EmptyState>
      ) : (
        <DataTable
          label="Changes"
          table={table}
          rowClass={() => 'relative hover:bg-accent-wash focus-within:bg-accent-wash'}
        />
      )}
    </>
  )
}
