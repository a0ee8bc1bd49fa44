import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ChangeDeps, ChangeOutcome, ChangeRequest } from '@/lib/server/change/change-types'
import { systemClock } from '@/lib/server/host/clock'
import { planHooks, requestOf } from '@/lib/server/change/planned-change'
import { resumeChange } from '@/lib/server/change/resume-change'
import { runChange } from '@/lib/server/change/run-change'
import { greets, labDeps, planOnHost, requestFor } from '../guard-host'
import { managementChecks, newTxnId, transaction } from '../guard-plans'
import type { LabHost } from '../lab'
import { rawDumps } from '../raw-dumps'
import type { Random } from '../random'
import type { Breakage, Kind } from './kinds'
import type { Management } from './setups'

export type LockoutRun = {
  kind: string
  setup: Management['setup']
  /** Did the host fall silent? What did not cut it off proves nothing. */
  wasCut: boolean
  /** From arming to the first greeting after the silence; null where there was none; Infinity: it never came back. */
  recoveryMs: number | null
  isOldState: boolean
  state: ChangeOutcome['state']
  /** What to look at where it is not as it should be. */
  notes: string[]
}

/** One management-breaking change, from the old state to the old state. `hasConsole`: false where the console dies meanwhile. */
export async function lockOut(
  host: LabHost,
  management: Management,
  kind: Kind,
  { random, windowSeconds, hasConsole }: { random: Random; windowSeconds: number; hasConsole: boolean },
): Promise<LockoutRun> {
  const before = await settledState(host)
  const breakage = kind.make(management, random)
  const { deps } = await labDeps(host)
  let armedAt = Number.NaN
  let isGone = false
  deps.failpoint = (point) => {
    if (point === 'after_arm') armedAt = performance.now()
    if (point === 'after_apply' && !hasConsole) isGone = true
  }
  const connect = deps.connect
  deps.connect = (options) => (isGone ? Promise.reject(new Error('the console is gone')) : connect(options))
  const request = await requestOfBreakage(host, management, breakage, windowSeconds, deps)
  const isOver = new AbortController()
  const watching = watchGreetings(host.address, probeEveryMs(management), isOver.signal)
  const ended = await runChange(request, deps)
  await until(() => greets(host.address), 60_000)
  const after = await untilEqual(host, before)
  isOver.abort()
  // Whoever lost sight of it asks the host when it is back.
  const outcome = hasConsole ? ended : await resumeChange(request, (await labDeps(host)).deps)
  // What fell silent before it was armed is a busy machine, not our doing.
  const { silentAt, backAt } = silenceIn((await watching).filter(({ askedAt }) => !(askedAt < armedAt)))
  const isOldState = isDeepStrictEqual(after, before)
  return {
    kind: kind.name,
    setup: management.setup,
    wasCut: silentAt !== null,
    // Never armed, never changed: what fell silent then was not our doing.
    recoveryMs: silentAt === null || Number.isNaN(armedAt) ? null : (backAt ?? Number.POSITIVE_INFINITY) - armedAt,
    isOldState,
    state: outcome.state,
    notes:
      isOldState && outcome.state === 'rolled_back'
        ? []
        : [outcome.reason ?? '', outcome.hostLog, ...(isOldState ? [] : [JSON.stringify({ before, after }, null, 1)])],
  }
}

async function requestOfBreakage(
  host: LabHost,
  { link, cidr }: Management,
  breakage: Breakage,
  windowSeconds: number,
  deps: ChangeDeps,
): Promise<ChangeRequest> {
  if ('steps' in breakage) {
    const backChecks = managementChecks(link, cidr)
    return requestFor(transaction(breakage.steps, { backChecks }), { risk: 'R1', windowSeconds })
  }
  const plan = await planOnHost(host, breakage.intents, breakage.confirmAddress)
  Object.assign(deps, planHooks(plan, systemClock))
  const nonce = randomBytes(16).toString('hex')
  return requestOf(plan, { id: newTxnId(), operator: 'ada', nonce, mode: 'auto', windowSeconds })
}

/** The state once duplicate address detection has ended: it goes on for a while after a link has come up. */
async function settledState(host: LabHost): Promise<unknown> {
  await until(async () => (await host.exec('ip', '-6', 'addr', 'show', 'tentative')) === '')
  return rawDumps(host)
}

/** Null: it cannot be asked just now. */
function dumped(host: LabHost): unknown {
  try {
    return rawDumps(host)
  } catch {
    return null
  }
}

/** The state as soon as it is `wanted`, or what it is after a while. */
async function untilEqual(host: LabHost, wanted: unknown): Promise<unknown> {
  let found: unknown = null
  await until(() => Promise.resolve(isDeepStrictEqual((found = dumped(host)), wanted)))
  return found
}

async function until(isSo: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
  for (const from = performance.now(); !(await isSo()) && performance.now() - from < limitMs;)
    await new Promise((resolve) => setTimeout(resolve, 250))
}

/** An emulated host cannot greet more often: its sshd turns away who comes while too many wait (MaxStartups). */
const probeEveryMs = ({ setup }: Management): number => (setup === 'bond' ? 500 : 150)
/** Past the second SYN, so that a busy machine is not taken for a silent one. */
const PROBE_MS = 3_000
const SILENCE = 3

/** Milliseconds of performance.now(); `answeredAt` null: no greeting. */
type Probe = { askedAt: number; answeredAt: number | null }

/** Asks for a greeting again and again until the end. Probes overlap: none waits for another. */
async function watchGreetings(address: string, everyMs: number, end: AbortSignal): Promise<Probe[]> {
  const probes: Promise<Probe>[] = []
  const probe = async () => {
    const askedAt = performance.now()
    const isThere = await greets(address, 22, PROBE_MS)
    return { askedAt, answeredAt: isThere ? performance.now() : null }
  }
  while (!end.aborted) {
    probes.push(probe())
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return Promise.all(probes)
}

/** When the host fell silent, and when it greeted again. One greeting that is late is a busy machine; several in a row are a silence. */
function silenceIn(asked: readonly Probe[]): { silentAt: number | null; backAt: number | null } {
  const silence = asked.findIndex(
    (_, at) =>
      at + SILENCE <= asked.length && asked.slice(at, at + SILENCE).every(({ answeredAt }) => answeredAt === null),
  )
  const silentAt = asked[silence]?.askedAt ?? null
  if (silentAt === null) return { silentAt, backAt: null }
  const answers = asked.slice(silence).flatMap(({ answeredAt }) => answeredAt ?? [])
  return { silentAt, backAt: answers.length === 0 ? null : Math.min(...answers) }
}
