import type { ReactNode } from 'react'

/** What a table's body is made of, from top to bottom: its rows, and a heading above each run of rows with the same group. */
export type TableLine<Row> = { kind: 'heading'; id: string; title: ReactNode } | { kind: 'row'; id: string; row: Row }

export type GroupOf<Row> = (row: Row) => { id: string; title: ReactNode } | null

export function toLines<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  groupOf: GroupOf<Row> = () => null,
): TableLine<Row>[] {
  let last: string | null = null
  return rows.flatMap((row): TableLine<Row>[] => {
    const id = rowKey(row)
    const line = { kind: 'row', id, row } as const
    const group = groupOf(row)
    const isFirst = group !== null && group.id !== last
    last = group?.id ?? null
    return isFirst ? [{ kind: 'heading', id: `heading ${id}`, title: group.title }, line] : [line]
  })
}
