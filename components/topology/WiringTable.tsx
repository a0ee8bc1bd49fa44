'use client'

import { memo, useMemo, useState } from 'react'
import { Button } from '@/components/ui/Button'
import { DataTable } from '@/components/ui/DataTable'
import { nextSort, sortRows } from '@/components/ui/sort-rows'
import { formatSort, parseSort } from '@/lib/client/url-state'
import type { Graph } from '@/lib/core/topology/graph'
import { toNodeRows, wiringColumns } from './wiring-columns'
import { useWiringView } from './wiring-view'

/** A browser lays a table of thousands of rows out slowly; more are shown when asked for. */
const FIRST_ROWS = 300

type WiringTableProps = {
  graph: Graph
  matchIds: ReadonlySet<string> | null
  sortText: string
  onSort: (sort: string) => void
}

/** The same objects as the graph, none folded: sortable, filtered by the same search. */
export const WiringTable = memo(function WiringTable({ graph, matchIds, sortText, onSort }: WiringTableProps) {
  const { hues, select, selectedId } = useWiringView()
  const [isWhole, setIsWhole] = useState(false)
  const columns = useMemo(() => wiringColumns(hues, select), [hues, select])
  const sort = parseSort(sortText)
  const rows = useMemo(() => {
    const matching = toNodeRows(graph).filter(({ node }) => matchIds === null || matchIds.has(node.id))
    return sortRows(matching, columns, parseSort(sortText))
  }, [graph, matchIds, columns, sortText])
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS)
  return (
    <div className="tp-table">
      <DataTable
        label="Wiring"
        columns={columns}
        rows={shown}
        rowKey={({ node }) => node.id}
        sort={sort}
        onSort={(column) => onSort(formatSort(nextSort(sort, column)) ?? '')}
        rowClass={({ node }) => (node.id === selectedId ? 'bg-accent-wash' : '')}
      />
      {rows.length === 0 ? <p className="tp-table-note">Nothing matches the search.</p> : null}
      {shown.length < rows.length ? (
        <p className="tp-table-note">
          {shown.length} of {rows.length} rows. <Button onClick={() => setIsWhole(true)}>Show all</Button>
        </p>
      ) : null}
    </div>
  )
})
