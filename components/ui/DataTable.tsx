import type { ReactNode } from 'react'
import { Icon } from './Icon'
import type { TableSort } from './sort-rows'

export type Column<Row> = {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** What the column sorts by and exports; null sorts last. */
  value: (row: Row) => string | number | null
  align?: 'right'
  /** As narrow as what stands in it. */
  isNarrow?: boolean
  /** Names the row: rendered as a row header. One column of a table. */
  isName?: boolean
  /** Buttons, not facts: its title is only read aloud, and nothing sorts by it. */
  isActions?: boolean
  /**
   * Where it stands on a phone's card, once any column of the table says so: before or at the end of the name's line, in the
   * muted line below (with its title, where the value does not speak for itself), or on a line of its own at the end.
   */
  onPhone?: 'before' | 'end' | 'line' | 'titled' | 'below'
}

type Props<Row> = {
  /** Read aloud as the table's name. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  sort: TableSort | null
  onSort: (column: string) => void
  rowClass?: (row: Row) => string
  /** A row above each run of rows with the same group. */
  group?: (row: Row) => { id: string; title: ReactNode } | null
}

/**
 * A table with sortable heads. On a phone each row becomes a card, with its column titles or as `onPhone` has it; the explicit
 * roles keep it a table for screen readers there, because a changed `display` takes the implicit ones away.
 */
export function DataTable<Row>({ label, columns, rows, rowKey, sort, onSort, rowClass, group }: Props<Row>) {
  return (
    <div className="overflow-x-auto rounded-card border border-line-2 bg-surface-1 max-md:overflow-visible max-md:border-0 max-md:bg-transparent">
      <table role="table" aria-label={label} className="w-full border-collapse text-12 max-md:block">
        <thead role="rowgroup" className="bg-surface-2 max-md:sr-only">
          <tr role="row">
            {columns.map((column) => (
              <SortHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:flex max-md:flex-col max-md:gap-2">
          {rows.map((row, index) => {
            const heading = group?.(row) ?? null
            const before = rows[index - 1]
            const isFirst = before === undefined || group?.(before)?.id !== heading?.id
            return (
              <DataRow
                key={rowKey(row)}
                row={row}
                columns={columns}
                className={rowClass?.(row) ?? ''}
                heading={isFirst && heading !== null ? heading.title : null}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

type SortHeadProps<Row> = { column: Column<Row>; sort: TableSort | null; onSort: (column: string) => void }

function SortHead<Row>({ column, sort, onSort }: SortHeadProps<Row>) {
  if (column.isActions === true)
    return (
      <th role="columnheader" scope="col" className="w-0">
        <span className="sr-only">{column.title}</span>
      </th>
    )
  const order = sort?.column === column.id ? (sort.isDescending ? 'descending' : 'ascending') : undefined
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={order ?? 'none'}
      className={`h-7 px-2 text-11 font-regular whitespace-nowrap text-fg-3 first:pl-4 ${column.isNarrow === true ? 'w-0' : ''} ${column.align === 'right' ? 'pr-4 text-right' : 'text-left'}`}
    >
      <button
        type="button"
        onClick={() => onSort(column.id)}
        className={`group inline-flex h-6 items-center gap-1 rounded-chip hover:text-fg ${order === undefined ? '' : 'text-fg'} ${
          column.align === 'right' ? 'flex-row-reverse' : ''
        }`}
      >
        {column.title}
        <span className={order === undefined ? 'opacity-0 group-hover:opacity-100' : ''}>
          <Icon name={order === undefined ? 'sort' : order === 'ascending' ? 'up' : 'down'} />
        </span>
      </button>
    </th>
  )
}

type DataRowProps<Row> = { row: Row; columns: readonly Column<Row>[]; className: string; heading: ReactNode }

/** The name's line, a break, and what is told of it in a muted line that wraps. */
const COMPACT_ROW =
  "max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-0.5 max-md:after:order-3 max-md:after:basis-full max-md:after:content-['']"

const PLACES = {
  before: 'max-md:order-0 max-md:flex-none',
  name: 'max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:min-h-7 max-md:text-left',
  end: 'max-md:order-2 max-md:flex-none',
  line: 'max-md:order-4 max-md:min-w-0 max-md:text-fg-2',
  titled: 'max-md:order-4 max-md:min-w-0 max-md:gap-1 max-md:text-fg-2',
  below: 'max-md:order-5 max-md:min-w-0 max-md:basis-full max-md:text-left',
} as const

const placeOf = <Row,>({ onPhone, isName }: Column<Row>): keyof typeof PLACES =>
  isName === true ? 'name' : (onPhone ?? 'titled')

function DataRow<Row>({ row, columns, className, heading }: DataRowProps<Row>) {
  const isCompact = columns.some(({ onPhone }) => onPhone !== undefined)
  return (
    <>
      {heading !== null && (
        <tr role="row" className="max-md:block">
          <td
            role="cell"
            colSpan={columns.length}
            className="h-7 border-t border-line-2 px-4 text-11 text-fg-3 max-md:block max-md:border-0 max-md:px-1"
          >
            {heading}
          </td>
        </tr>
      )}
      <tr
        role="row"
        className={`max-md:rounded-card max-md:border max-md:border-line-2 max-md:bg-surface-1 max-md:px-3 max-md:py-2 ${
          isCompact ? COMPACT_ROW : 'max-md:block'
        } ${className}`}
      >
        {columns.map((column) => {
          const Cell = column.isName === true ? 'th' : 'td'
          return (
            <Cell
              key={column.id}
              role={column.isName === true ? 'rowheader' : 'cell'}
              scope={column.isName === true ? 'row' : undefined}
              className={`h-10 border-t border-line-1 px-2 py-1 font-regular first:pl-4 md:last:pr-4 max-md:flex max-md:h-auto max-md:items-center max-md:border-0 max-md:px-0 max-md:first:pl-0 ${
                column.align === 'right' ? 'text-right md:pr-4' : 'text-left'
              } ${isCompact ? `max-md:py-0 ${PLACES[placeOf(column)]}` : 'max-md:min-h-8 max-md:justify-between max-md:gap-4 max-md:text-right'}`}
            >
              {(!isCompact || column.onPhone === 'titled') && (
                <span aria-hidden className="flex-none text-fg-3 md:hidden">
                  {column.title}
                </span>
              )}
              {column.cell(row)}
            </Cell>
          )
        })}
      </tr>
    </>
  )
}
