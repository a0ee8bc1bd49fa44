'use client'

import type { ReactNode } from 'react'
import { FormError } from '@/components/fields/FormError'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { DataTable } from '@/components/ui/DataTable'
import type { Column } from '@/components/ui/DataTable'
import { searchRows } from '@/components/ui/search-rows'
import { useDataTable } from '@/components/ui/use-data-table'
import { useUrlSort, useUrlState } from '@/lib/client/url-state'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { pickColumn } from './pick-column'
import { usePicked } from './use-picked'

/** `name`: as a sentence has it, "NIC eth0"; `title` and `kind`: the same in two columns. */
export type ObjectRow = { key: string; name: string; title: string; kind: string; ref: ObjectRef }

export const NAME_COLUMNS: readonly Column<ObjectRow>[] = [
  {
    id: 'object',
    title: 'Object',
    isName: true,
    value: ({ title }) => title,
    cell: ({ title }) => <b className="min-w-0 font-mono break-words">{title}</b>,
  },
  {
    id: 'kind',
    title: 'What it is',
    onPhone: 'line',
    value: ({ kind }) => kind,
    cell: ({ kind }) => <span className="text-fg-2">{kind}</span>,
  },
]

type Props<Row extends ObjectRow> = {
  id: string
  title: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  empty: ReactNode
  /** What is done with those that are ticked: "Release". */
  act: string
  isBusy: boolean
  error: Error | null
  onAct: (objects: ObjectRef[], onDone: () => void) => void
}

/** Objects with tick boxes: one act for several at once. */
export function ObjectsTable<Row extends ObjectRow>(props: Props<Row>) {
  const { id, title, columns, rows, empty, act, isBusy, error, onAct } = props
  const [params] = useUrlState()
  const [sort, onSort] = useUrlSort(`sort-${id}`)
  const forbidden = operatorOnly(useMe())
  const found = searchRows(rows, columns, params.get('q') ?? '')
  const picks = usePicked(found.map(({ key }) => key))
  const table = useDataTable({
    columns: [pickColumn<Row>(picks), ...columns],
    rows: found,
    rowKey: ({ key }) => key,
    sort,
    onSort,
  })
  const chosen = found.filter(({ key }) => picks.picked.has(key)).map(({ ref }) => ref)
  return (
    <section aria-labelledby={`${id}-title`} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`${id}-title`} className="text-14">
          {title}
        </h2>
        <span className="text-12 text-fg-3">{rows.length}</span>
        <span className="flex-1 max-md:basis-full" />
        {found.length > 0 && (
          <>
            <Button tone="quiet" onClick={picks.toggleAll}>
              {picks.picked.size === found.length ? 'Pick none' : `Pick all ${found.length}`}
            </Button>
            <Button
              isBusy={isBusy}
              disabled={chosen.length === 0 || forbidden !== null}
              title={forbidden ?? undefined}
              onClick={() => onAct(chosen, picks.clear)}
            >
              {chosen.length === 0 ? act : `${act} ${chosen.length}`}
            </Button>
          </>
        )}
      </div>
      <FormError title="That did not work" error={error} />
      {found.length === 0 ? (
        <p className="rounded-card border border-line-2 bg-surface-1 px-4 py-3 text-fg-2">
          {rows.length === 0 ? empty : 'Nothing here matches the search.'}
        </p>
      ) : (
        <DataTable label={title} table={table} />
      )}
    </section>
  )
}
