import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import { describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from './migrate'
import { openSqlite } from './sqlite'
import { columnTypesOf, toArgument, toRow } from './sqlite-values'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')

describe('values', () => {
  it('know every type that the migrations declare', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-values-'))
    try {
      const file = path.join(folder, 'patchbay.db')
      migrate(file, MIGRATIONS)
      const db = openSqlite(file, { busyMs: 0 })
      const select = db.prepare(
        `SELECT DISTINCT columns.type FROM sqlite_master, pragma_table_info(sqlite_master.name) AS columns
         WHERE sqlite_master.type = 'table' AND sqlite_master.name GLOB '[A-Z]*'`,
      )
      select.setReturnArrays(true)
      const declared = select.all().flat().map(String)
      db.close()
      expect(declared).toContain('TEXT')
      // A declared type beats the value: no value of another kind changes what the column is.
      for (const type of declared)
        expect(columnTypesOf([type], [[1.5]]), type).not.toEqual([ColumnTypeEnum.UnknownNumber])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each([
    ['7', 'int', 7],
    ['9007199254740993', 'bigint', 9007199254740993n],
    ['1.5', 'float', 1.5],
    ['2.5', 'decimal', 2.5],
    ['2030-01-02T03:04:05Z', 'datetime', '2030-01-02T03:04:05.000+00:00'],
    [new Date(0), 'datetime', '1970-01-01T00:00:00.000+00:00'],
    ['AP8=', 'bytes', Buffer.from([0, 255])],
    ['7', 'string', '7'],
    ['viewer', 'enum', 'viewer'],
    ['a\0b', 'string', Buffer.from('a\0b')],
    [true, 'boolean', 1],
    [false, 'boolean', 0],
    [null, 'string', null],
    [undefined, 'string', null],
  ] as const)('bind %s as %s', (arg, scalarType, bound) => {
    expect(toArgument(arg, { scalarType, arity: 'scalar' })).toEqual(bound)
  })

  it('refuse what SQLite has no value for', () => {
    expect(() => toArgument({}, undefined)).toThrow(TypeError)
  })

  it('read times that another writer stored as milliseconds', () => {
    expect(toRow([1_800_000_000_000n], [ColumnTypeEnum.DateTime])).toEqual(['2027-01-15T08:00:00.000Z'])
  })
})
