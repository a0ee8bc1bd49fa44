'use client'

import type { ReactNode } from 'react'
import { CreateButtons } from '@/components/change-forms/actions/CreateButtons'
import type { ObjectAction } from '@/components/change-forms/actions/object-actions'
import { useObjectActions } from '@/components/change-forms/actions/use-object-actions'
import { ExportMenu } from '@/components/fields/ExportMenu'
import { DataTable } from '@/components/ui/DataTable'
import type { Column } from '@/components/ui/DataTable'
import { Menu } from '@/components/ui/Menu'
import { searchRows } from '@/components/ui/search-rows'
import { useDataTable } from '@/components/ui/use-data-table'
import { useUrlSort, useUrlState } from '@/lib/client/url-state'
import { useHost } from './host-context'

type Props<Row> = {
  /** Part of the URL and of the exported file's name: "ports". */
  id: string
  title: string
  note?: ReactNode
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Said where there are no rows at all. */
  empty: ReactNode
  rowClass?: (row: Row) => string
  /** What can be done with a row, and what its menu calls it. */
  actions?: { of: (row: Row) => readonly ObjectAction[]; nameOf: (row: Row) => string }
  /** What can be made anew here. */
  create?: readonly ObjectAction[]
}

/** One kind of object of the open host: sorted and searched by the URL, exported as shown. */
export function ObjectTable<Row>(props: Props<Row>) {
  const { id, title, note, columns, rows, rowKey, empty, rowClass, actions, create = [] } = props
  const host = useHost()
  const toItems = useObjectActions()
  const [params] = useUrlState()
  const [sort, onSort] = useUrlSort(`sort-${id}`)
  const query = params.get('q') ?? ''
  const table = useDataTable({
    columns: actions === undefined || toItems === null ? columns : [...columns, actionsColumn(actions, toItems)],
    rows: searchRows(rows, columns, query),
    rowKey,
    sort,
    onSort,
  })
  const shown = table.rows
  return (
    <section aria-labelledby={`${id}-title`} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`${id}-title`} className="text-14">
          {title}
        </h2>
        <span className="text-12 text-fg-3">
          {query === '' || rows.length === 0 ? rows.length : `${shown.length} of ${rows.length}`}
        </span>
        {note !== undefined && <span className="text-12 text-fg-2">{note}</span>}
        <span className={create.length > 1 ? 'flex-1 max-md:basis-full' : 'flex-1'} />
        <CreateButtons actions={create} />
        {rows.length > 0 && (
          <ExportMenu
            fileName={`${host.name}-${id}`}
            columns={columns.map((column) => ({ title: column.title, value: column.value }))}
            rows={shown}
          />
        )}
      </div>
      {shown.length === 0 ? (
        <p className="rounded-card border border-line-2 bg-surface-1 px-4 py-3 text-fg-2">
          {rows.length === 0 ? empty : 'Nothing here matches the search.'}
        </p>
      ) : (
        <DataTable label={title} table={table} {...(rowClass === undefined ? {} : { rowClass })} />
      )}
    </section>
  )
}

function actionsColumn<Row>(
  { of, nameOf }: NonNullable<Props<Row>['actions']>,
  toItems: NonNullable<ReturnType<typeof useObjectActions>>,
): Column<Row> {
  return {
    id: 'actions',
    title: 'Actions',
    isActions: true,
    value: () => null,
    cell: (row) => {
      const items = toItems(of(row))
      return items.length > 0 && <Menu side="left" name={`Actions for ${nameOf(row)}`} items={items} />
    },
  }
}
