import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AuditLog } from '@/lib/server/audit/audit-log'
import { openDb } from '@/lib/server/db/client'
import { migrate } from '@/lib/server/db/migrate'
import { openSqlite } from '@/lib/server/db/sqlite'
import { createLog } from '@/lib/server/log'
import { ROOT } from '../run/prepare.mjs'
import type { Bench, Figure } from './figures'
import { quantiles } from './figures'

const APPENDS = 500

export const audit: Bench = {
  id: 'audit',
  what: 'one append to the audit log, on disk when it returns',
  whyNot: () => null,
  run: async () => [await measure()],
}

async function measure(): Promise<Figure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-audit-'))
  const file = path.join(folder, 'audit.db')
  migrate(file, path.join(ROOT, 'prisma/migrations'))
  const db = openDb(file)
  const bare = openSqlite(path.join(folder, 'bare.db'), { busyMs: 0 })
  bare.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE line (seq INTEGER PRIMARY KEY, text TEXT)')
  const insert = bare.prepare('INSERT INTO line (text) VALUES (?)')
  try {
    const log = new AuditLog(db, createLog('silent'), () => new Date())
    const ours: number[] = []
    const instead: number[] = []
    for (let n = 0; n < APPENDS; n += 1) {
      const beganAt = performance.now()
      await log.append({
        ...{ actor: 'system', address: null, action: 'host.update', target: 'host:kvm1', detail: { n } },
      })
      const between = performance.now()
      insert.run(JSON.stringify({ actor: 'system', action: 'host.update', target: 'host:kvm1', n }))
      ours.push(between - beganAt)
      instead.push(performance.now() - between)
    }
    return {
      name: audit.what,
      unit: 'ms',
      samples: APPENDS,
      ours: quantiles(ours),
      instead: { what: 'one INSERT with the driver alone, as durable, without a chain', quantiles: quantiles(instead) },
      budget: { p95: 10 },
    }
  } finally {
    await db.$disconnect()
    bare.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
