import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AuditVerifyResponse } from '@/lib/contract/audit'
import { FINAL_STATUSES } from '@/lib/contract/constants/change-status'
import { openSqlite } from '@/lib/server/db/sqlite'
import { addHost, startConsole } from '../../run/console.mjs'
import { applyChange, planChange, readChange, storyOf } from '../change-api'
import { NamespaceLab, whyNoNamespaceLab } from '../lab'
import type { LabHost } from '../lab'
import type { Random } from '../random'
import { seededRandom } from '../random'
import { INTENTS, clean, isUnlocked, wholeState } from './change'
import type { Fault } from './faults'
import { FAULTS } from './faults'

export type KillOptions = {
  faults: readonly Fault[]
  each: number
  seed: number
  hosts: number
  log?: (line: string) => void
}
export type KillRun = {
  fault: string
  status: string
  ended: 'old' | 'new' | 'NEITHER'
  problems: string[]
  notes: string
}

export const whyNoCampaign = whyNoNamespaceLab

type Running = Awaited<ReturnType<typeof startConsole>>
type Site = {
  host: LabHost
  databaseFile: string
  token: string
  port: number
  hostId: string
  old: string
  new: string
}

/** Every fault `each` times; every host with a console of its own, whose database lives through all of it. */
export async function runKillCampaign({ faults, each, seed, hosts, log }: KillOptions): Promise<KillRun[]> {
  const random = seededRandom(seed)
  const left = faults.flatMap((fault) => Array.from({ length: each }, () => fault))
  const runs: KillRun[] = []
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-kill-'))
  const lab = await NamespaceLab.up(hosts, { prefix: 'labk', net: '198.26' })
  try {
    const work = async (host: LabHost, at: number) => {
      const site = await prepareSite(host, path.join(folder, `${at}.db`))
      for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
        const run = await killOnce(site, fault, random)
        runs.push(run)
        log?.(`${run.problems.length === 0 ? 'ok ' : 'BAD'} ${fault.name.padEnd(28)} ${run.status}, ${run.ended} state`)
        if (run.problems.length > 0) log?.(`${run.problems.join('\n')}\n${run.notes}`)
      }
    }
    await Promise.all(lab.hosts.map(work))
  } finally {
    await lab.down()
    rmSync(folder, { recursive: true, force: true })
  }
  return runs
}

/** A console that knows the host, and what the host is like before and after the change. */
async function prepareSite(host: LabHost, databaseFile: string): Promise<Site> {
  const server = await startConsole({ databaseFile })
  const { address, port, privateKey } = host
  const { id } = await addHost(server, {
    ...{ name: host.name, address, port, username: 'root' },
    auth: { kind: 'privateKey', privateKey },
  })
  const old = await wholeState(host)
  const change = await planAndApply(server, id)
  await untilFinal(server, change)
  const made = await wholeState(host)
  await clean(host)
  const site = {
    host,
    databaseFile,
    token: server.token,
    port: Number(new URL(server.url).port),
    hostId: id,
    old,
    new: made,
  }
  await server.stop()
  if (made === old) throw new Error(`${host.name}: the change changes nothing`)
  const back = await sameAs(host, [old])
  if (back !== old) throw new Error(`${host.name}: the change cannot be cleaned away:\n${back}`)
  return site
}

const start = ({ databaseFile, token, port }: Site, env: Record<string, string> = {}): Promise<Running> =>
  startConsole({ databaseFile, token, port, env })

async function planAndApply(server: Running, hostId: string): Promise<string> {
  const { id, findings } = await planChange(server, hostId, INTENTS)
  const accepts = findings.created.map(({ key }) => ({ key, reason: 'the campaign wants it' }))
  // The console may die before it has answered.
  await applyChange(server, id, { accepts }).catch(() => null)
  return id
}

async function killOnce(site: Site, fault: Fault, random: Random): Promise<KillRun> {
  const { host, hostId } = site
  const problems: string[] = []
  let server: Running
  let id: string
  if ('failpoint' in fault) {
    const dying = await start(site, { PATCHBAY_FAILPOINT: fault.failpoint })
    const gone = once(dying.child, 'exit')
    id = await planAndApply(dying, hostId)
    const isDead = await Promise.race([gone.then(() => true), after(90_000, false)])
    if (!isDead) problems.push(`the console was to die ${fault.name.replace('console ', '')} and lives on`)
    await dying.stop()
    problems.push(...databaseProblems(site.databaseFile))
    server = await start(site)
  } else {
    server = await start(site)
    id = await planAndApply(server, hostId)
    await after(random.below(2_500), null)
    await fault.strike(host)
  }
  try {
    await untilFinal(server, id)
    const change = await readChange(server, id)
    const found = await sameAs(host, [site.old, site.new])
    const ended = found === site.old ? 'old' : found === site.new ? 'new' : 'NEITHER'
    if (ended === 'NEITHER') problems.push(`neither the old nor the new state: ${firstDifference(site.old, found)}`)
    if ((change.status === 'confirmed') !== (ended === 'new'))
      problems.push(`the host is in the ${ended} state, the console says ${change.status}`)
    if (!isUnlocked(host)) problems.push('the host is still locked')
    const verdict = AuditVerifyResponse.parse((await server.api('GET', '/audit/verify')).body)
    if (!verdict.isIntact) problems.push(`the audit chain is broken: ${JSON.stringify(verdict.firstProblem)}`)
    return {
      fault: fault.name,
      status: change.status,
      ended,
      problems,
      notes: problems.length === 0 ? '' : storyOf(change),
    }
  } finally {
    await server.stop()
    problems.push(...databaseProblems(site.databaseFile))
    await clean(host)
    await sameAs(host, [site.old])
  }
}

const after = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), ms))

async function untilFinal(server: Running, id: string): Promise<void> {
  for (const from = performance.now(); performance.now() - from < 240_000; await after(150, null))
    if (FINAL_STATUSES.has((await readChange(server, id)).status)) return
  throw new Error(`change ${id} does not come to its end`)
}

/** The host's state as soon as it is one of these, or what it is after a while: IPv6 and LLDP settle late. */
async function sameAs(host: LabHost, wanted: readonly string[]): Promise<string> {
  let found = await wholeState(host)
  for (
    const from = performance.now();
    !wanted.includes(found) && performance.now() - from < 20_000;
    await after(300, null)
  )
    found = await wholeState(host)
  return found
}

function firstDifference(wanted: string, found: string): string {
  const lines = wanted.split('\n')
  return found
    .split('\n')
    .filter((line) => !lines.includes(line))
    .slice(0, 12)
    .join('\n')
}

/** Opens the file as the next start will, write-ahead log and all. */
function databaseProblems(file: string): string[] {
  const database = openSqlite(file, { busyMs: 5_000 })
  try {
    const said = JSON.stringify(database.prepare('PRAGMA integrity_check').all())
    return said === '[{"integrity_check":"ok"}]' ? [] : [`SQLite is not sound: ${said}`]
  } finally {
    database.close()
  }
}

export function killReport(runs: readonly KillRun[]): string[] {
  const rows = FAULTS.map(({ name }) => ({ name, these: runs.filter(({ fault }) => fault === name) }))
  const bad = runs.filter(({ problems }) => problems.length > 0)
  const cells = (these: readonly KillRun[]) =>
    [
      these.length,
      ...(['old', 'new', 'NEITHER'] as const).map((state) => these.filter(({ ended }) => ended === state).length),
      these.filter(({ problems }) => problems.length > 0).length,
    ]
      .map((cell) => String(cell).padStart(10))
      .join('')
  return [
    `${'killed'.padEnd(28)}         n old state new state   neither       bad`,
    ...rows.filter(({ these }) => these.length > 0).map(({ name, these }) => `${name.padEnd(28)}${cells(these)}`),
    `${'all'.padEnd(28)}${cells(runs)}`,
    bad.length === 0
      ? `Every host ended in exactly the old or the new state, unlocked; the audit chain holds and SQLite is sound: ${runs.length} kills.`
      : `NOT GOOD: ${bad.length} of ${runs.length} kills left something behind.`,
  ]
}
