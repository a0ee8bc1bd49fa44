import { describe, expect, it } from 'vitest'
import { toCsv, toJson } from './export-table'
import type { ExportColumn } from './export-table'

type Row = { name: string; mtuBytes: number | null }
const columns: ExportColumn<Row>[] = [
  { title: 'Name', value: (row) => row.name },
  { title: 'MTU', value: (row) => row.mtuBytes },
]

describe('toCsv', () => {
  it('quotes what needs it', () => {
    expect(toCsv(columns, [{ name: 'a "b", c', mtuBytes: 1500 }])).toBe('Name,MTU\r\n"a ""b"", c",1500\r\n')
  })

  it('disarms formulas that a host may have put into a name', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK("x")', mtuBytes: null }])).toBe('Name,MTU\r\n"\'=HYPERLINK(""x"")",\r\n')
  })
})

describe('toJson', () => {
  it('keeps numbers and nulls', () => {
    expect(JSON.parse(toJson(columns, [{ name: 'eth0', mtuBytes: null }]))).toEqual([{ Name: 'eth0', MTU: null }])
  })
})
