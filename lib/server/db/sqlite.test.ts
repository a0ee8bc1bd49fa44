import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBusy, isSqliteError, openSqlite, sqliteCodeName } from './sqlite'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-sqlite-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const coded = (errcode: number) => Object.assign(new Error('x'), { errcode })
const thrownBy = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return null
}

describe('openSqlite', () => {
  it('is Node’s own from 24 on, and nowhere one that may spoil a file when two connections write it', () => {
    const db = openSqlite(path.join(folder, 'a.db'), { busyMs: 0 })
    const version = String(Object.values(db.prepare('SELECT sqlite_version()').get())[0])
    db.close()
    if (Number(process.versions.node.split('.')[0]) >= 24) expect(version).toBe(process.versions['sqlite'])
    // sqlite.org/wal.html#walresetbug: mended in 3.51.3.
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
    expect(major * 1_000_000 + minor * 1_000 + patch, version).toBeGreaterThanOrEqual(3_051_003)
  })

  it.each(['run', 'all', 'get'] as const)('throws SQLite’s own code, whatever was asked for (%s)', (ask) => {
    const db = openSqlite(path.join(folder, 'a.db'), { busyMs: 0 })
    db.exec(`CREATE TABLE a (id TEXT PRIMARY KEY); INSERT INTO a VALUES ('1')`)
    const error = thrownBy(() => db.prepare(`INSERT INTO a VALUES ('1') RETURNING id`)[ask]())
    db.close()
    expect(isSqliteError(error) && error.errcode).toBe(1555)
  })

  it('knows a lock of somebody else, and lets go of its own when it is closed', () => {
    const [first, second] = [1, 2].map(() => openSqlite(path.join(folder, 'a.db'), { busyMs: 0 }))
    first?.exec('BEGIN EXCLUSIVE')
    expect(isBusy(thrownBy(() => second?.exec('BEGIN EXCLUSIVE')))).toBe(true)
    first?.close()
    expect(thrownBy(() => second?.exec('BEGIN EXCLUSIVE'))).toBeNull()
    second?.close()
  })

  it('says which file cannot be opened by its code', () => {
    const error = thrownBy(() => openSqlite(path.join(folder, 'no', 'a.db'), { busyMs: 0 }))
    expect(isSqliteError(error) && sqliteCodeName(error)).toBe('SQLITE_CANTOPEN')
  })
})

it.each([
  [5, 'SQLITE_BUSY'],
  [517, 'SQLITE_BUSY_517'],
  [13, 'SQLITE_FULL'],
  [1034, 'SQLITE_IOERR_1034'],
  [8, 'SQLITE_READONLY'],
  [1, 'SQLITE_ERROR_1'],
])('names %i %s', (errcode, name) => {
  expect(sqliteCodeName(coded(errcode))).toBe(name)
})
