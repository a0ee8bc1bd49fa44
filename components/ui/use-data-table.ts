'use client'

import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import type { ColumnDef, Row as HeldRow, SortingState } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { Column, TableModel } from './DataTable'

export type TableSort = { column: string; isDescending: boolean }

type Options<Row> = {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  sort: TableSort | null
  onSort: (sort: TableSort | null) => void
}

/** A row of ours may be anything, a row of the library is a record. */
type Held<Row> = { row: Row }

const FEATURES = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

/**
 * Rows in the order of one column; those without a value come last either way, the given order decides ties. A click on a head
 * sorts ascending, then descending, then not at all.
 */
export function useDataTable<Row>({ columns, rows, rowKey, sort, onSort }: Options<Row>): TableModel<Row> {
  const defs = useMemo(() => columns.map((column) => toColumnDef(column)), [columns])
  // Anew with the columns: what one says of a row may change without the row (its traffic), and the library keeps values.
  const data = useMemo(() => (defs.length > 0 ? rows.map((row): Held<Row> => ({ row })) : []), [rows, defs])
  const known = sort !== null && columns.some(({ id }) => id === sort.column) ? sort : null
  const sorting = useMemo(() => toSorting(known?.column, known?.isDescending), [known?.column, known?.isDescending])
  const table = useTable({
    features: FEATURES,
    columns: defs,
    data,
    getRowId: ({ row }) => rowKey(row),
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (update) => onSort(toSort(typeof update === 'function' ? update(sorting) : update)),
  })
  return {
    columns,
    rowKey,
    rows: table.getRowModel().rows.map(({ original }) => original.row),
    orderOf: (id) => (known?.column !== id ? 'none' : known.isDescending ? 'descending' : 'ascending'),
    toggleSort: (id) => table.getColumn(id)?.toggleSorting(),
  }
}

const toSorting = (id: string | undefined, desc = false): SortingState => (id === undefined ? [] : [{ id, desc }])

const toSort = ([first]: SortingState): TableSort | null =>
  first === undefined ? null : { column: first.id, isDescending: first.desc }

const toColumnDef = <Row>({ id, value, isActions }: Column<Row>): ColumnDef<typeof FEATURES, Held<Row>> => ({
  id,
  accessorFn: ({ row }) => value(row) ?? undefined,
  sortFn: byValue,
  sortUndefined: 'last',
  sortDescFirst: false,
  enableSorting: isActions !== true,
})

/** Numbers inside names count as numbers: eth2 before eth10. One collator for all, making one costs more than a sort. */
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

type Comparable<Row> = HeldRow<typeof FEATURES, Held<Row>>

function byValue<Row>(a: Comparable<Row>, b: Comparable<Row>, id: string): number {
  const [left, right] = [a.getValue(id), b.getValue(id)]
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : names.compare(String(left), String(right))
}
