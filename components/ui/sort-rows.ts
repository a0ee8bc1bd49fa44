export type TableSort = { column: string; isDescending: boolean }

type Sortable<Row> = { id: string; value: (row: Row) => string | number | null }

/** Numbers inside names count as numbers: eth2 before eth10. One collator for all, making one costs more than a sort. */
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Rows in the order of one column; rows without a value come last either way; the given order decides ties. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  sort: TableSort | null,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column)
  if (sort === null || column === undefined) return rows
  const sign = sort.isDescending ? -1 : 1
  return [...rows].sort((a, b) => {
    const left = column.value(a)
    const right = column.value(b)
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * names.compare(String(left), String(right))
  })
}

/** The next sort after a click on a head: ascending, descending, then the table's own order again. */
export function nextSort(sort: TableSort | null, column: string): TableSort | null {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? null : { column, isDescending: true }
}

/** Rows in which every word of the query occurs in some column; all rows for an empty query. */
export function searchRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  query: string,
): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = columns.map((column) => String(column.value(row) ?? '').toLowerCase()).join('\n')
    return words.every((word) => text.includes(word))
  })
}
