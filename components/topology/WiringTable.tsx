'use client'

import { memo, useMemo } from 'react'
import { useHost } from '@/components/host/host-context'
import { DataTable, type Column } from '@/components/ui/DataTable'
import { Segmented } from '@/components/ui/Segmented'
import { useDataTable } from '@/components/ui/use-data-table'
import { formatSort, parseSort } from '@/lib/client/url-state'
import { useHostRates } from '@/lib/client/queries/rates'
import type { NetworkState } from '@/lib/core/model/network-state'
import { rateSourceOf } from '@/lib/core/rates/rate-source'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { toWiringRows, type WiringRow } from '@/lib/core/path/wiring-rows'
import { guestNicColumns } from './guest-nic-columns'
import { objectColumns, toObjectRows, type ObjectRow } from './object-columns'
import { GUEST_RATES, OBJECT_RATES, rateColumns } from './rate-columns'
import type { TopologyUrl } from './topology-url'
import { useWiringActs, useWiringView } from './WiringViewProvider'

const ROW_CHOICES = [
  { id: 'guest-nics' as const, label: 'Guest NICs' },
  { id: 'objects' as const, label: 'All objects' },
]

type WiringTableProps = {
  state: NetworkState
  graph: Graph
  matchIds: ReadonlySet<string> | null
  rows: TopologyUrl['rows']
  sortText: string
  hasRates: boolean
  onChange: (change: Partial<TopologyUrl>) => void
}

/** The wiring without folds: guest NICs with their whole way, or every object. Sortable, filtered by the same search. */
export const WiringTable = memo(function WiringTable(props: WiringTableProps) {
  const { rows, onChange } = props
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-canvas p-3">
      <div className="mb-2 flex">
        <Segmented
          label="Rows"
          segments={ROW_CHOICES}
          value={rows}
          onChange={(id) => onChange({ rows: id, sort: '' })}
        />
      </div>
      {rows === 'objects' ? <ObjectTable {...props} /> : <GuestNicTable {...props} />}
    </div>
  )
})

/** Sources of all nodes, by id; null while traffic is not shown. */
function useSources({ state, graph, hasRates }: Pick<WiringTableProps, 'state' | 'graph' | 'hasRates'>) {
  return useMemo(
    () => (hasRates ? new Map(graph.nodes.map((node) => [node.id, rateSourceOf(state, graph, node)])) : null),
    [hasRates, state, graph],
  )
}

function GuestNicTable({ matchIds, ...rest }: WiringTableProps) {
  const { state, graph } = rest
  const { select } = useWiringActs()
  const sources = useSources(rest)
  const { ports } = useHostRates(useHost().id)
  const columns = useMemo(
    () => [
      ...guestNicColumns(select),
      ...(sources ? rateColumns<WiringRow>(GUEST_RATES, ports, ({ nodeId }) => sources.get(nodeId) ?? null) : []),
    ],
    [select, sources, ports],
  )
  const all = useMemo(() => toWiringRows(state, graph), [state, graph])
  const rows = useMemo(() => all.filter(({ nodeId }) => matchIds === null || matchIds.has(nodeId)), [all, matchIds])
  return <SortedTable {...rest} label="Guest NICs" columns={columns} all={rows} idOf={(row) => row.nodeId} />
}

function ObjectTable({ matchIds, ...rest }: WiringTableProps) {
  const { graph } = rest
  const { select } = useWiringActs()
  const hues = useWiringView((view) => view.hues)
  const sources = useSources(rest)
  const { ports } = useHostRates(useHost().id)
  const columns = useMemo(
    () => [
      ...objectColumns(hues, select),
      ...(sources ? rateColumns<ObjectRow>(OBJECT_RATES, ports, ({ node }) => sources.get(node.id) ?? null) : []),
    ],
    [hues, select, sources, ports],
  )
  const all = useMemo(() => toObjectRows(graph), [graph])
  const rows = useMemo(() => all.filter(({ node }) => matchIds === null || matchIds.has(node.id)), [all, matchIds])
  return <SortedTable {...rest} label="Objects" columns={columns} all={rows} idOf={(row) => row.node.id} />
}

type SortedTableProps<Row> = Pick<WiringTableProps, 'sortText' | 'onChange'> & {
  label: string
  columns: readonly Column<Row>[]
  all: readonly Row[]
  idOf: (row: Row) => string
}

function SortedTable<Row>({ label, columns, all, idOf, sortText, onChange }: SortedTableProps<Row>) {
  const selectedId = useWiringView((view) => view.selectedId)
  const table = useDataTable({
    columns,
    rows: all,
    rowKey: idOf,
    sort: parseSort(sortText),
    onSort: (sort) => onChange({ sort: formatSort(sort) ?? '' }),
  })
  return (
    <>
      <DataTable label={label} table={table} rowClass={(row) => (idOf(row) === selectedId ? 'bg-accent-wash' : '')} />
      {all.length === 0 ? (
        <p className="px-4 py-3 text-fg-2">Nothing to list. Does the search leave anything?</p>
      ) : null}
    </>
  )
}
