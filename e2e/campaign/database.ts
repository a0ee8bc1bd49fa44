/* `npm run campaign:database`: a writer of the database killed over and over, and what is on disk after each time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { AuditLog } from '@/lib/server/audit/audit-log'
import { openDb } from '@/lib/server/db/client'
import { createLog } from '@/lib/server/log'
import { seededRandom } from '../lab/random'
import { ROOT } from '../run/prepare.mjs'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
})
const random = seededRandom(Number(values.seed))
const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-killed-'))
const file = path.join(folder, 'patchbay.db')
const WRITER = ['--conditions=react-server', '--import', 'tsx', 'e2e/campaign/database-writer.ts', file]

/** Lets the writer go on from the first act that is not there, and kills it while it writes; the acts that it said are on disk. */
async function killOnce(first: number): Promise<string[]> {
  const child = spawn(process.execPath, [...WRITER, String(first)], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  const ended = once(lines, 'close')
  const acts = 1 + random.below(60)
  lines.on('line', (line) => {
    said.push(line)
    // Somewhere within an act, not at its end.
    if (said.length === acts) setTimeout(() => child.kill('SIGKILL'), random.below(20))
  })
  await ended
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit')
  if (child.signalCode !== 'SIGKILL') throw new Error(`the writer ended by itself, with status ${child.exitCode}`)
  return said
}

/** What is wrong with the file, and how many acts it has. */
async function look(said: readonly string[]): Promise<{ problems: string[]; acts: number }> {
  const db = openDb(file)
  try {
    const problems: string[] = []
    const sound = JSON.stringify(await db.$queryRawUnsafe('PRAGMA integrity_check'))
    if (sound !== '[{"integrity_check":"ok"}]') problems.push(`SQLite is not sound: ${sound}`)
    const users = new Set((await db.user.findMany({ select: { id: true } })).map(({ id }) => id))
    const entries = await db.auditEntry.count()
    const gone = said.filter((id) => !users.has(id))
    if (gone.length > 0) problems.push(`acts that were on disk are gone: ${gone.join(', ')}`)
    if (entries !== 2 * users.size) problems.push(`${users.size} acts have ${entries} audit entries, not two each`)
    const { isIntact, firstProblem } = await new AuditLog(db, createLog('silent'), () => new Date()).verify()
    if (!isIntact) problems.push(`the audit chain is broken: ${JSON.stringify(firstProblem)}`)
    return { problems, acts: users.size }
  } finally {
    await db.$disconnect()
  }
}

let acts = 0
let failed = 0
try {
  for (let kill = 1; kill <= Number(values.kills); kill += 1) {
    const said = await killOnce(acts)
    // All that was there before has to be there still, besides what this writer said.
    const before = Array.from({ length: acts }, (_, id) => String(id))
    const found = await look([...before, ...said])
    acts = found.acts
    for (const problem of found.problems) console.log(`kill ${kill}: ${problem}`)
    if (found.problems.length > 0) failed += 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${values.kills} kills amid ${acts} acts of two audit entries each: ${failed} left something wrong behind`)
process.exit(failed === 0 ? 0 : 1)
