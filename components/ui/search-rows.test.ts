import { expect, it } from 'vitest'
import { searchRows } from './search-rows'

type Row = { name: string; ports: number | null }
const columns = [{ value: (row: Row) => row.name }, { value: (row: Row) => row.ports }]
const rows: Row[] = [
  { name: 'eth10', ports: 2 },
  { name: 'eth2', ports: null },
  { name: 'br0', ports: 10 },
]
const names = (found: readonly Row[]): string[] => found.map((row) => row.name)

it('wants every word, in any column and case', () => {
  expect(names(searchRows(rows, columns, 'ETH 2'))).toEqual(['eth10', 'eth2'])
  expect(names(searchRows(rows, columns, 'eth2'))).toEqual(['eth2'])
  expect(searchRows(rows, columns, ' ')).toBe(rows)
})
