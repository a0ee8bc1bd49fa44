import { describe, expect, it } from 'vitest'
import { nextSort, searchRows, sortRows } from './sort-rows'

type Row = { name: string; ports: number | null }
const columns = [
  { id: 'name', value: (row: Row) => row.name },
  { id: 'ports', value: (row: Row) => row.ports },
]
const rows: Row[] = [
  { name: 'eth10', ports: 2 },
  { name: 'eth2', ports: null },
  { name: 'br0', ports: 10 },
]
const names = (found: readonly Row[]): string[] => found.map((row) => row.name)

describe('sortRows', () => {
  it('reads numbers in names as numbers', () => {
    expect(names(sortRows(rows, columns, { column: 'name', isDescending: false }))).toEqual(['br0', 'eth2', 'eth10'])
  })

  it.each([true, false])('puts rows without a value last (descending: %s)', (isDescending) => {
    expect(names(sortRows(rows, columns, { column: 'ports', isDescending })).at(-1)).toBe('eth2')
  })

  it('keeps the given order without a sort or for a column it does not know', () => {
    expect(sortRows(rows, columns, null)).toBe(rows)
    expect(sortRows(rows, columns, { column: 'nope', isDescending: true })).toBe(rows)
  })
})

describe('nextSort', () => {
  it('goes ascending, descending, none', () => {
    const first = nextSort(null, 'name')
    const second = nextSort(first, 'name')
    expect([first?.isDescending, second?.isDescending, nextSort(second, 'name')]).toEqual([false, true, null])
  })
})

describe('searchRows', () => {
  it('wants every word, in any column and case', () => {
    expect(names(searchRows(rows, columns, 'ETH 2'))).toEqual(['eth10', 'eth2'])
    expect(names(searchRows(rows, columns, 'eth2'))).toEqual(['eth2'])
  })
})
