type Searchable<Row> = { value: (row: Row) => string | number | null }

/** Rows in which every word of the query occurs in some column; all rows for an empty query. */
export function searchRows<Row>(
  rows: readonly Row[],
  columns: readonly Searchable<Row>[],
  query: string,
): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = columns.map((column) => String(column.value(row) ?? '').toLowerCase()).join('\n')
    return words.every((word) => text.includes(word))
  })
}
