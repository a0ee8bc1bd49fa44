import 'server-only'
import { fingerprintText, storedSteps, transactionOf } from '@/lib/core/guard/from-plan'
import { MAX_WINDOW_SECONDS } from '@/lib/core/guard/transaction'
import type { NetworkState } from '@/lib/core/model/network-state'
import { isBrokenOff, isDaemonAway } from '@/lib/core/observe/diagnose'
import { observeHost } from '@/lib/core/observe/observe-host'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import type { ObjectChange } from '@/lib/core/objects/object-ref'
import { refKey } from '@/lib/core/objects/ref-words'
import { definitionOf, guestsOf } from '@/lib/core/objects/state-objects'
import { foundFor } from '@/lib/core/plan/plan-change'
import type { Plan, Step } from '@/lib/core/plan/step'
import { definitionsSince } from '@/lib/core/verify/definitions-since'
import { unreadFor } from '@/lib/core/verify/unread'
import { verifyPlan, verifyUndo } from '@/lib/core/verify/verify-plan'
import { AppError } from '../errors'
import type { Clock } from '../host/clock'
import { collect } from '../host/collect'
import { quoteHostText } from '../ssh/errors'
import type { CommandRunner } from '../ssh/shell'
import type { ChangeDeps, ChangeRequest } from './change-types'
import { hostCommand, saidBy } from './guard-shell'
import { NotStored } from './not-stored'
import { readDefinitions } from './read-definitions'
import { sleep } from './sleep'
import { indexHost } from '@/lib/core/state/host-index'

type Asked = Pick<ChangeRequest, 'operator' | 'nonce' | 'mode'> & {
  id: string
  /** Instead of the plan's own T. */
  windowSeconds?: number
  /** Where the console reaches the host now. Behind a forwarded port or NAT the host knows itself by another address. */
  hostAddress?: string
}

/** What a manual confirmation may take: to read the result, think and click. */
const MANUAL_SECONDS = 300

/** A plan as a guarded change. Throws RangeError for a plan with a step that cannot be undone. */
export function requestOf(plan: Plan, { id, operator, nonce, mode, windowSeconds, hostAddress }: Asked): ChangeRequest {
  const { address } = plan.confirm
  // Our own address stays: then it is reached as it was reached when the plan was made.
  const confirmAddress = address === plan.managementPath.localAddress ? (hostAddress ?? address) : address
  const planned = mode === 'manual' ? Math.max(MANUAL_SECONDS, plan.timeoutSeconds) : plan.timeoutSeconds
  return {
    transaction: transactionOf(id, plan),
    ...{ operator, nonce, mode },
    risk: plan.risk.level,
    windowSeconds: Math.min(MAX_WINDOW_SECONDS, windowSeconds ?? planned),
    ...(confirmAddress !== null && { confirmAddress }),
    basedOn: fingerprintText(plan.basedOn),
  }
}

/** Told of each step that is stored, before it runs and after; the next waits for it. */
export type StoredStepListener = {
  /** It has run before and ended well. */
  isStoredStepDone: (step: Step) => boolean
  storedStepBegins: (step: Step) => Promise<void>
  storedStepEnded: (step: Step, output: CommandOutput | null) => Promise<void>
}

/** How a guarded change of this plan reads the host and writes what has to survive a reboot. */
export function planHooks(
  plan: Plan,
  clock: Clock,
  listener?: StoredStepListener,
): Required<Pick<ChangeDeps, 'readFingerprint' | 'findDiscrepancies' | 'persist'>> {
  const observe = (runner: CommandRunner) => observeFor(plan, runner, () => clock.now())
  return {
    readFingerprint: async (runner) => {
      const state = await observe(runner)
      const unread = unreadFor(plan.changes, state)
      if (unread.length > 0)
        throw new AppError('preflight_failed', {
          message: `Nothing was changed: ${unread.join('; ')}`,
          details: { obstacles: unread },
        })
      const owners = new Set(plan.definitions.map(({ owner }) => owner))
      const others = owners.size === 0 ? [] : definitionsSince(plan, await readDefinitions(runner, state, owners))
      return [fingerprintText(foundFor(state, plan)), ...others].join('\n')
    },
    findDiscrepancies: async (runner) => differences(beforeStoring(plan), await observe(runner)),
    persist: async (runner) => {
      // After a crash of the console it may have been done already.
      if (storedSteps(plan).length === 0 || differences(plan.changes, await observe(runner)).length === 0) return
      let mayHaveRun = false
      for (const pauseMs of [...STORE_PAUSES_MS, null]) {
        const stored = await store(plan, runner, observe, listener)
        mayHaveRun ||= stored.mayHaveRun
        if (stored.problems.length === 0) return
        if (!stored.isDaemonAway || pauseMs === null)
          throw new NotStored(stored.problems, mayHaveRun ? effectOn(plan.changes, stored.state) : 'nothing')
        await sleep(clock, pauseMs)
      }
    },
  }
}

/** A daemon that is upgraded, or that systemd starts again, is back by then. It works and is kept meanwhile: there is time. */
const STORE_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000]

type Stored = {
  /** What failed, and what the host lacks in the end. */
  problems: string[]
  isDaemonAway: boolean
  /** False where each step was refused: then none has done anything. */
  mayHaveRun: boolean
  state: NetworkState
}

/** Runs the steps that are not done yet. */
async function store(
  plan: Plan,
  runner: CommandRunner,
  observe: (runner: CommandRunner) => Promise<NetworkState>,
  listener: StoredStepListener | undefined,
): Promise<Stored> {
  const stored = storedSteps(plan)
  const open = stored.filter((step) => listener?.isStoredStepDone(step) !== true)
  const failures: { summary: string; said: string }[] = []
  let mayHaveRun = open.length < stored.length
  // Where all say that they were done and yet it does not hold, none is believed.
  for (const step of open.length > 0 ? open : stored) {
    const { summary, run } = step
    await listener?.storedStepBegins(step)
    const [output] = await runner.run([hostCommand(run.argv, { stdin: run.stdin, ms: 30_000 })])
    await listener?.storedStepEnded(step, output ?? null)
    if (output?.status !== 0) failures.push({ summary, said: saidBy(output) })
    mayHaveRun ||= output?.status == null || output.status === 0 || isBrokenOff(output.stderr)
  }
  const state = await observe(runner)
  const left = differences(plan.changes, state)
  const isUnread = state.sources.some(({ problems }) => problems.some(({ code }) => code === 'daemon_not_running'))
  return {
    problems:
      left.length === 0
        ? []
        : [...failures.map(({ summary, said }) => `${summary}: libvirt says ${quoteHostText(said)}`), ...left],
    isDaemonAway: isUnread || failures.some(({ said }) => isDaemonAway(said)),
    mayHaveRun,
    state,
  }
}

/** What a reading shows of a change that is not as planned. */
function effectOn(changes: readonly ObjectChange[], state: NetworkState): NotStored['effect'] {
  if (unreadFor(changes, state).length > 0) return 'unknown'
  return verifyUndo({ changes: [...changes] }, state).length === 0 ? 'nothing' : 'some'
}

/** Objects that are complete before anything is stored: libvirt's stored definitions come after the confirmation. */
function beforeStoring(plan: Plan): ObjectChange[] {
  const stored = new Set(storedSteps(plan).flatMap(({ objects }) => objects.map(refKey)))
  return plan.changes.filter((change) => !stored.has(refKey(change)))
}

/** A link's kind is told apart with the help of its LLDP neighbour, who needs half a minute to come back after a move. */
const IS_LINK_KIND = /^link:[^/]*\.kind$/

/** Why these objects are not as planned. What was not read is not as planned, nor is a NIC whose guest has gone with it. */
function differences(changes: ObjectChange[], state: NetworkState): string[] {
  const unread = unreadFor(changes, state)
  return [
    ...unread,
    ...(unread.length > 0 ? [] : guestsOf(changes))
      .filter((uuid) => indexHost(state).guest(uuid) === undefined)
      .map((uuid) => `guest ${uuid} is not on this host any more`),
    ...verifyPlan({ changes }, state)
      .filter(({ path }) => !IS_LINK_KIND.test(path))
      .map(({ what, wanted, found }) => `${what}: wanted ${quoteHostText(wanted)}, found ${quoteHostText(found)}`),
  ]
}

/** Learned addresses, versions of tools, and who looks after links: no plan wants any, and each costs processes on a host that is being changed. */
const NOT_COMPARED = new Set(['links.fdb', 'ovs.fdb', 'system.tools', 'system.managers'])

/** Reads what the plan's objects need; a `virsh` costs more than all else together, and most plans need none. */
export async function observeFor({ changes }: Plan, runner: CommandRunner, now: () => number): Promise<NetworkState> {
  const needsLibvirt = changes.some((change) => definitionOf(change) !== null)
  const sources = new Set(['system', 'links', 'ovs', 'lldp', ...(needsLibvirt ? ['networks', 'guests'] : [])])
  const facts = await collect(
    runner,
    READ_COMMANDS.filter(({ id, source }) => sources.has(source) && !NOT_COMPARED.has(id)),
  )
  return observeHost(facts, { readAtMs: now(), sshConnection: null })
}
