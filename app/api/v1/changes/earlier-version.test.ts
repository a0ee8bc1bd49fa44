import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import type { Plan } from '@/lib/core/plan/step'
import { FINGERPRINT_FORMAT } from '@/lib/core/plan/step'
import * as make from '@/lib/core/topology/testing/fixtures'
import { GENESIS, hashEntry } from '@/lib/server/audit/chain'
import { listNewestRevisions } from '@/lib/server/db/desired'
import { migrate } from '@/lib/server/db/migrate'
import { openSqlite } from '@/lib/server/db/sqlite'
import { objectOf } from '@/lib/server/desired/desired-state-store'
import type { SimConsole } from '@/lib/server/testing/sim-console'
import { startSimConsole } from '@/lib/server/testing/sim-console'
import { simSite } from '@/lib/server/testing/sim-site'

const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 125 } as const

describe('a plan that says by which rules it knows the host', () => {
  const site = simSite()

  it.each([
    ['no format', null, /made by an earlier version of Patchbay.*Make the plan anew/],
    ['the format before', FINGERPRINT_FORMAT - 1, /made by an earlier version of Patchbay/],
    ['a format to come', FINGERPRINT_FORMAT + 1, /made by a later version of Patchbay/],
  ])('is not applied where it has %s, whatever the host is like', async (_what, format, message) => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    const { db } = site.sim.console.runtime
    const marked =
      format === null
        ? db.$executeRaw`UPDATE ChangeDetail SET plan = json_remove(plan, '$.fingerprintFormat') WHERE changeId = ${id}`
        : db.$executeRaw`UPDATE ChangeDetail SET plan = json_set(plan, '$.fingerprintFormat', ${format}) WHERE changeId = ${id}`
    expect(await marked).toBe(1)
    expect(await site.sim.refusal(ROUTES.applyChange, { params: { changeId: id }, body: {} })).toMatchObject({
      ...{ status: 409, code: 'stale_plan' },
      message: expect.stringMatching(message),
    })
    expect(site.tagOf('eth2')).toBe('[]')
    expect(await site.sim.readChange(id)).toMatchObject({ status: 'planned', appliedAt: null })
    const anew = await site.sim.plan(site.hostId, { intents: [PORT] })
    await site.sim.apply(anew.id)
    await site.sim.until(anew.id, 'confirmed')
  })
})

describe('a database of an earlier version', () => {
  const SHIPPED = path.resolve(import.meta.dirname, '../../../../prisma/migrations')
  /** What the earlier version did not know. */
  const isLater = (name: string): boolean => /^\d/.test(name) && name >= '20261129234500_token_owners'
  const LATER_FIELDS = ['fingerprintFormat', 'ipvlan', 'vrfTable', 'ring', 'teaming', 'isRecalled']
  const earlier = (value: unknown): string =>
    JSON.stringify(value, (key, part: unknown) => (LATER_FIELDS.includes(key) ? undefined : part))

  const HOST = 'host00000001'
  const AT = '2026-11-29T08:00:00.000Z'
  const [BEFORE, AFTER] = [make.vlanLink('eth0.7', 'eth0', 7), make.vlanLink('eth0.7', 'eth0', 7, { isUp: false })]
  const ref = { kind: 'link', owner: null, name: 'eth0.7' } as const
  const way = { localAddress: null, peerAddress: null, links: [], isGuess: true }
  const PLAN: Omit<Plan, 'fingerprintFormat'> = {
    basedOn: { 'link:eth0.7': 'a text of other rules' },
    steps: [
      {
        ...{ id: 's1', summary: 'Set eth0.7 down', scope: 'running', objects: [ref], settles: null },
        run: { argv: ['ip', 'link', 'set', 'dev', 'eth0.7', 'down'] },
        undo: [{ argv: ['ip', 'link', 'set', 'dev', 'eth0.7', 'up'] }],
      },
    ],
    changes: [{ ...ref, before: BEFORE, after: AFTER }],
    ...{ consequences: [], definitions: [], guestsDisrupted: [], notStored: [], warnings: [] },
    risk: { level: 'R0', isGuestDisrupting: false, reasons: [] },
    ...{ managementPath: way, managementPathAfter: way, timeoutSeconds: 60 },
    confirm: { isNeeded: false, address: null },
  }
  const NIC = make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br0'), 'vnet0')
  const WANTED = [
    { ref, value: AFTER, definition: null },
    {
      ref: { kind: 'guest-nic', owner: 'uuid-web1', name: '52:54:00:00:00:01' },
      value: NIC,
      definition: { running: '<interface/>', stored: null },
    },
  ]

  let folder: string
  let sim: SimConsole
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-earlier-'))
    const file = path.join(folder, 'patchbay.db')
    const migrations = path.join(folder, 'migrations')
    cpSync(SHIPPED, migrations, { recursive: true, filter: (source) => !isLater(path.basename(source)) })
    writeRows(file, migrations)
    sim = await startSimConsole({}, { DATABASE_URL: `file:${file}` })
  })
  afterEach(async () => {
    await sim.console.stop()
    rmSync(folder, { recursive: true })
  })

  function writeRows(file: string, migrations: string) {
    migrate(file, migrations)
    const db = openSqlite(file, { busyMs: 1_000 })
    const change = db.prepare(
      `INSERT INTO "Change" (id, hostId, hostName, title, status, risk, isGuestDisrupting, stepCount, createdAt, createdBy, steps, notes)
       VALUES (?, ?, 'kvm1', 'Link eth0.7', ?, 'R0', 0, 1, ?, 'user:ada', '[]', '[]')`,
    )
    const detail = db.prepare(
      `INSERT INTO "ChangeDetail" (changeId, intents, plan, findings, accepts, runbook, hostLog)
       VALUES (?, '[]', ?, '{"created":[],"solved":[]}', '[]', '', '')`,
    )
    for (const [id, status] of CHANGES) {
      detail.run(id, earlier(PLAN))
      change.run(id, HOST, status, AT)
    }
    const revision = db.prepare(
      `INSERT INTO "DesiredRevision" (hostId, key, revision, object, changedAt, changedBy, changeId) VALUES (?, ?, 1, ?, ?, 'user:ada', ?)`,
    )
    for (const [index, object] of WANTED.entries())
      revision.run(HOST, `key ${index}`, earlier(object), AT, CHANGES[1][0])
    const entry = db.prepare(
      `INSERT INTO "AuditEntry" (seq, at, actor, address, action, target, detail, prevHash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    let prevHash = GENESIS
    for (const [index, action] of ['change.plan', 'change.apply', 'change.end'].entries()) {
      const text = JSON.stringify({ change: CHANGES[1][0], format: 'of long ago' })
      const said = {
        seq: index + 1,
        actor: 'user:ada',
        address: '192.0.2.7',
        action,
        target: 'host:kvm1',
        detail: text,
      }
      const hash = hashEntry({ ...said, at: new Date(AT), prevHash })
      entry.run(said.seq, AT, said.actor, said.address, action, said.target, text, prevHash, hash)
      prevHash = hash
    }
    db.close()
  }
  const CHANGES = [
    ['01KB0000000000000000000001', 'planned'],
    ['01KB0000000000000000000002', 'confirmed'],
  ] as const

  it('is opened with all that it holds, and its chain goes on', async () => {
    const { changes } = ROUTES.listChanges.response.parse(await sim.answer(ROUTES.listChanges, {}))
    expect(changes.map(({ id, status }) => [id, status]).sort()).toEqual(CHANGES)
    for (const [id] of CHANGES) {
      const { plan } = await sim.readChange(id)
      expect(plan).toMatchObject({ basedOn: PLAN.basedOn, fingerprintFormat: 1 })
      expect(plan.changes).toEqual(PLAN.changes)
    }
    const wanted = await listNewestRevisions(sim.console.runtime.db, HOST)
    expect(wanted.map(({ object }) => objectOf(object ?? ''))).toEqual(WANTED)
    const verify = async () => ROUTES.verifyAudit.response.parse(await sim.answer(ROUTES.verifyAudit, {}))
    const { entries } = await verify()
    expect(entries).toBeGreaterThanOrEqual(3)
    await sim.decide('cancel', CHANGES[0][0])
    expect(await verify()).toMatchObject({ isIntact: true, entries: entries + 1 })
  })

  it('has plans that must be made anew', async () => {
    expect(await sim.refusal(ROUTES.applyChange, { params: { changeId: CHANGES[0][0] }, body: {} })).toMatchObject({
      ...{ status: 409, code: 'stale_plan' },
      message: expect.stringContaining('an earlier version of Patchbay'),
    })
  })
})
