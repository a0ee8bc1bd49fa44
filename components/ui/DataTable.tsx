import dynamic from 'next/dynamic'
import type { ReactNode, Ref } from 'react'
import { Icon } from './Icon'
import { toLines } from './table-lines'
import type { GroupOf } from './table-lines'

/** In a chunk of its own: few tables are that long. */
const LongBody = dynamic(() => import('./LongBody').then((module) => module.LongBody), { ssr: false })

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

type TableOrder = 'none' | 'ascending' | 'descending'

/** What `useDataTable` makes: the rows in their order, and how they are sorted. */
export type TableModel<Row> = {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  orderOf: (columnId: string) => TableOrder
  toggleSort: (columnId: string) => void
}

/** Where a line of a long table is, for what measures it. */
export type LinePlace = { 'data-index': number; ref: Ref<HTMLTableRowElement> }

type Props<Row> = {
  /** Read aloud as the table's name. */
  label: string
  table: TableModel<Row>
  rowClass?: (row: Row) => string
  /** A row above each run of rows with the same group. */
  group?: GroupOf<Row>
}

/** More rows than this are drawn only near the window. */
const DRAW_ALL_UP_TO = 200

/**
 * A table with sortable heads. On a phone each row becomes a card, with its column titles or as `onPhone` has it; the explicit
 * roles keep it a table for screen readers there, because a changed `display` takes the implicit ones away.
 */
export function DataTable<Row>({ label, table, rowClass, group }: Props<Row>) {
  const { columns } = table
  const lines = toLines(table.rows, table.rowKey, group)
  const isLong = lines.length > DRAW_ALL_UP_TO
  const draw = (index: number, place?: LinePlace): ReactNode => {
    const line = lines[index]
    if (line === undefined) return null
    // Without a place everything is drawn, and nobody has to be told which row this is.
    const more = place === undefined ? {} : { ...place, 'aria-rowindex': index + 2 }
    return line.kind === 'heading' ? (
      <HeadingRow key={line.id} title={line.title} span={columns.length} more={more} />
    ) : (
      <DataRow key={line.id} row={line.row} columns={columns} className={rowClass?.(line.row) ?? ''} more={more} />
    )
  }
  return (
    <div className="overflow-x-auto rounded-card border border-line-2 bg-surface-1 max-md:overflow-visible max-md:border-0 max-md:bg-transparent">
      <table
        role="table"
        aria-label={label}
        aria-rowcount={isLong ? lines.length + 1 : undefined}
        className="w-full border-collapse text-12 max-md:block"
      >
        <thead role="rowgroup" className="bg-surface-2 max-md:sr-only">
          <tr role="row">
            {columns.map((column) => (
              <SortHead
                key={column.id}
                column={column}
                order={table.orderOf(column.id)}
                onToggle={() => table.toggleSort(column.id)}
              />
            ))}
          </tr>
        </thead>
        {isLong ? (
          <LongBody keys={lines.map(({ id }) => id)} draw={draw} className={BODY} />
        ) : (
          <tbody role="rowgroup" className={BODY}>
            {lines.map((_, index) => draw(index))}
          </tbody>
        )}
      </table>
    </div>
  )
}

const BODY = 'max-md:flex max-md:flex-col max-md:gap-2'

type SortHeadProps<Row> = { column: Column<Row>; order: TableOrder; onToggle: () => void }

function SortHead<Row>({ column, order, onToggle }: SortHeadProps<Row>) {
  if (column.isActions === true)
    return (
      <th role="columnheader" scope="col" className="w-0">
        <span className="sr-only">{column.title}</span>
      </th>
    )
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={order}
      className={`h-7 px-2 text-11 font-regular whitespace-nowrap text-fg-3 first:pl-4 ${column.isNarrow === true ? 'w-0' : ''} ${column.align === 'right' ? 'pr-4 text-right' : 'text-left'}`}
    >
      <button
        type="button"
        onClick={onToggle}
        className={`group inline-flex h-6 items-center gap-1 rounded-chip hover:text-fg ${order === 'none' ? '' : 'text-fg'} ${
          column.align === 'right' ? 'flex-row-reverse' : ''
        }`}
      >
        {column.title}
        <span className={order === 'none' ? 'opacity-0 group-hover:opacity-100' : ''}>
          <Icon name={order === 'none' ? 'sort' : order === 'ascending' ? 'up' : 'down'} />
        </span>
      </button>
    </th>
  )
}

type RowMore = Partial<LinePlace> & { 'aria-rowindex'?: number }

function HeadingRow({ title, span, more }: { title: ReactNode; span: number; more: RowMore }) {
  return (
    <tr role="row" {...more} className="max-md:block">
      <td
        role="cell"
        colSpan={span}
        className="h-7 border-t border-line-2 px-4 text-11 text-fg-3 max-md:block max-md:border-0 max-md:px-1"
      >
        {title}
      </td>
    </tr>
  )
}

type DataRowProps<Row> = { row: Row; columns: readonly Column<Row>[]; className: string; more: RowMore }

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

function DataRow<Row>({ row, columns, className, more }: DataRowProps<Row>) {
  const isCompact = columns.some(({ onPhone }) => onPhone !== undefined)
  return (
    <tr
      role="row"
      {...more}
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
  )
}
