import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Column, TableModel } from './DataTable'
import type { TableSort } from './use-data-table'
import { useDataTable } from './use-data-table'

type Row = { name: string; ports: number | null }
const column = (id: keyof Row): Column<Row> => ({ id, title: id, value: (row) => row[id], cell: (row) => row[id] })
const COLUMNS = [column('name'), column('ports')]
const ROWS: Row[] = [
  { name: 'eth10', ports: 2 },
  { name: 'eth2', ports: null },
  { name: 'br0', ports: 10 },
  { name: 'br1', ports: 2 },
]

/** The table as its first drawing has it, and the sort that a click on a head of it asks for. */
function tableOf(sort: TableSort | null) {
  const asked: (TableSort | null)[] = []
  let model: TableModel<Row> | undefined
  const Probe = () => {
    model = useDataTable({
      columns: COLUMNS,
      rows: ROWS,
      rowKey: ({ name }) => name,
      sort,
      onSort: (next) => asked.push(next),
    })
    return null
  }
  renderToStaticMarkup(createElement(Probe))
  if (model === undefined) throw new Error('the probe was not drawn')
  return { model, asked, names: model.rows.map(({ name }) => name) }
}

describe('the order of the rows', () => {
  it('reads numbers in names as numbers', () => {
    expect(tableOf({ column: 'name', isDescending: false }).names).toEqual(['br0', 'br1', 'eth2', 'eth10'])
    expect(tableOf({ column: 'name', isDescending: true }).names).toEqual(['eth10', 'eth2', 'br1', 'br0'])
  })

  it('puts rows without a value last either way, and leaves equal ones as they were', () => {
    expect(tableOf({ column: 'ports', isDescending: false }).names).toEqual(['eth10', 'br1', 'br0', 'eth2'])
    expect(tableOf({ column: 'ports', isDescending: true }).names).toEqual(['br0', 'eth10', 'br1', 'eth2'])
  })

  it('is the given one without a sort or for a column that it does not know', () => {
    const given = ROWS.map(({ name }) => name)
    expect(tableOf(null).names).toEqual(given)
    expect(tableOf({ column: 'nope', isDescending: true }).names).toEqual(given)
  })
})

describe('a click on a head', () => {
  it('sorts ascending, then descending, then not at all', () => {
    const clicked = (sort: TableSort | null): (TableSort | null)[] => {
      const { model, asked } = tableOf(sort)
      model.toggleSort('ports')
      return asked
    }
    expect(clicked(null)).toEqual([{ column: 'ports', isDescending: false }])
    expect(clicked({ column: 'ports', isDescending: false })).toEqual([{ column: 'ports', isDescending: true }])
    expect(clicked({ column: 'ports', isDescending: true })).toEqual([null])
    expect(clicked({ column: 'name', isDescending: true })).toEqual([{ column: 'ports', isDescending: false }])
  })
})
