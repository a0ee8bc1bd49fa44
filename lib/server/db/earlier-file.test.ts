import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AuditLog } from '../audit/audit-log'
import { createLog } from '../log'
import { openDb } from './client'
import { migrate } from './migrate'

/** What a console left behind that wrote with better-sqlite3 12 (SQLite 3.53.2) and was killed: most of it is in the write-ahead log still. */
const EARLIER = path.join(import.meta.dirname, 'captures/better-sqlite3-12')
const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-earlier-'))
  file = path.join(folder, 'patchbay.db')
  for (const end of ['', '-wal']) writeFileSync(`${file}${end}`, gunzipSync(readFileSync(`${EARLIER}.db${end}.gz`)))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('opens what an earlier console wrote with another driver, whole, and goes on with it', async () => {
  migrate(file, MIGRATIONS)
  const db = openDb(file)
  try {
    expect(await db.$queryRaw`PRAGMA integrity_check`).toEqual([{ integrity_check: 'ok' }])
    const audit = new AuditLog(db, createLog('silent'), () => new Date('2026-11-30T08:12:12.136Z'))
    expect(await audit.verify()).toMatchObject({ isIntact: true, entries: 12 })
    expect(await db.user.findUnique({ where: { login: 'user11' } })).toMatchObject({
      role: 'viewer',
      createdAt: new Date('2026-11-30T08:11:11.134Z'),
    })
    expect(await db.host.findUnique({ where: { name: 'kvm1' } })).toMatchObject({ port: 22, sudo: false, label: 'Ü' })
    await audit.append({ actor: 'system', address: null, action: 'host.update', target: 'host:kvm1' })
    expect(await audit.verify()).toMatchObject({ isIntact: true, entries: 13 })
    // Times of both compare as the texts they are.
    const since = new Date('2026-11-30T08:12:12.135Z')
    expect((await audit.list({ limit: 9, from: since.toISOString() })).entries.map(({ seq }) => seq)).toEqual([13, 12])
  } finally {
    await db.$disconnect()
  }
})
