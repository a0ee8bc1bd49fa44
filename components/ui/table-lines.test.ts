import { expect, it } from 'vitest'
import { toLines } from './table-lines'

type Row = { name: string; rack: string | null }
const row = (name: string, rack: string | null): Row => ({ name, rack })
const words = (rows: readonly Row[]): string[] =>
  toLines(
    rows,
    ({ name }) => name,
    ({ rack }) => (rack === null ? null : { id: rack, title: `Rack ${rack}` }),
  ).map((line) => (line.kind === 'row' ? line.row.name : `${String(line.title)}:`))

it('puts a heading above each run of rows with the same group', () => {
  const rows = [row('a', null), row('b', 'A'), row('c', 'A'), row('d', null), row('e', 'A'), row('f', 'B')]
  expect(words(rows)).toEqual(['a', 'Rack A:', 'b', 'c', 'd', 'Rack A:', 'e', 'Rack B:', 'f'])
})

it('gives every line a name of its own, also where a group comes twice', () => {
  const lines = toLines(
    [row('a', 'A'), row('b', 'B'), row('c', 'A')],
    ({ name }) => name,
    ({ rack }) => ({ id: rack ?? '', title: rack }),
  )
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
})
