// Writes an act and its audit entries, over and over, and says which are on disk: until somebody kills it.
import { writeSync } from 'node:fs'
import path from 'node:path'
import { AuditLog } from '@/lib/server/audit/audit-log'
import { openDb } from '@/lib/server/db/client'
import { migrate } from '@/lib/server/db/migrate'
import { createLog } from '@/lib/server/log'
import { ROOT } from '../run/prepare.mjs'

const [file, from] = process.argv.slice(2)
if (file === undefined || from === undefined) throw new Error('database-writer.ts FILE FIRST')
migrate(file, path.join(ROOT, 'prisma/migrations'))
const db = openDb(file)
const audit = new AuditLog(db, createLog('silent'), () => new Date())
for (let n = Number(from); ; n += 1) {
  const id = String(n)
  await audit.commit(async (tx, note) => {
    await tx.user.create({ data: { id, login: id, passwordHash: 'x', role: 'viewer', createdAt: new Date() } })
    const event = { actor: 'system', address: null, action: 'user.create', target: `user:${id}` } as const
    note({ ...event, detail: { filler: 'x'.repeat((n * 7919) % 6000) } }, event)
    await tx.user.update({ where: { id }, data: { lastSignInAt: new Date() } })
  })
  writeSync(1, `${id}\n`)
}
