import 'server-only'
import type { HostStatus } from '@/lib/core/guard/host-status'
import { parseAnswer } from '@/lib/core/guard/answers'
import { parseHostStatus } from '@/lib/core/guard/host-status'
import { applyVerdict } from '@/lib/core/guard/wal'
import { AppError } from '../errors'
import type { ChangeContext } from './change-context'
import type { ShellCommand } from '../ssh/shell-channel'
import { guardVerb } from './guard-shell'
import { sleep } from './sleep'

const TERMINAL = new Set(['committed', 'rolled_back', 'rollback_failed', 'prepared'])

export const isOver = ({ state }: HostStatus): boolean => TERMINAL.has(state)

/** What the host is to wait for before it answers, half a second at most: the end of the last step, or of verify.sh. */
type Awaited = 'steps' | 'verdict'

/** What the host says of the change now; null: it could not be asked. Tells what is new. */
export const askStatus = (ctx: ChangeContext, awaited?: Awaited): Promise<HostStatus | null> =>
  runThenAsk(ctx, [], awaited)

/** Has these commands run first, in the same request; what they answer shows in the status. */
async function runThenAsk(
  ctx: ChangeContext,
  commands: readonly ShellCommand[],
  awaited?: Awaited,
): Promise<HostStatus | null> {
  const { paths, id, host } = ctx
  const flags = awaited === undefined ? [] : ['--await', awaited]
  const answer = await host.run([...commands, guardVerb(paths, id, 'status', flags)])
  if (!answer.reached) return null
  const status = parseHostStatus(answer.value.at(-1)?.stdout ?? '')
  if (!status.ok || status.value.txn !== id) return null
  await ctx.tellStatus(status.value)
  return status.value
}

/**
 * Starts the steps and follows them until they are verified, or on their way back; null: nobody could ask any more. While the
 * host still verifies, the connection to confirm over is begun: it is made after the change, as it must be, and costs no time
 * of its own.
 */
export async function applyAndFollow(ctx: ChangeContext): Promise<HostStatus | null> {
  const { deps, host, request, timings } = ctx
  let awaited: Awaited = 'steps'
  let askedMs = deps.clock.now()
  let status = await runThenAsk(ctx, [guardVerb(ctx.paths, ctx.id, 'apply')])
  for (;;) {
    if (status !== null && (isDecided(status) || isOver(status))) return status
    if (isTooLate(ctx)) return null
    await serve(ctx, status)
    if (awaited === 'steps' && status !== null && haveStepsEnded(ctx, status)) {
      host.connectAhead(request.confirmAddress)
      awaited = 'verdict'
    } else {
      // The host waits by itself, where it can be asked and knows how.
      await sleep(deps.clock, Math.max(0, askedMs + timings.pollMs - deps.clock.now()))
    }
    askedMs = deps.clock.now()
    status = await askStatus(ctx, awaited)
  }
}

const haveStepsEnded = ({ request }: ChangeContext, { state, wal }: HostStatus): boolean =>
  state === 'armed' && wal.some((entry) => entry.kind === 'end' && entry.step === request.transaction.steps.length)

/**
 * Asks until `isDone`, or the change is over, or its window and the time for recovery have passed: then null. An address that
 * has gone away is not an error here: the host goes on alone, and that is the point. Takes up what a person asks meanwhile.
 */
export async function watchUntil(
  ctx: ChangeContext,
  isDone: (status: HostStatus) => boolean,
): Promise<HostStatus | null> {
  const { clock } = ctx.deps
  for (let pauseMs = ctx.timings.pollMs; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    const status = await askStatus(ctx)
    if (status !== null && (isDone(status) || isOver(status))) return status
    if (isTooLate(ctx)) return null
    await serve(ctx, status)
    await sleep(clock, pauseMs)
  }
}

const isTooLate = ({ deps, deadlineMs, timings }: ChangeContext): boolean =>
  deps.clock.now() >= deadlineMs + timings.recoveryMs

/** What a person asks meanwhile. */
async function serve(ctx: ChangeContext, status: HostStatus | null): Promise<void> {
  if (ctx.control.isUndone && status?.state === 'armed') await askToFire(ctx)
  await serveExtension(ctx)
}

/** Longer: a countdown looks frozen. */
const MAX_PAUSE_MS = 500

/** Has the host roll back now. Without answer it does so at the end of the window anyway. */
export async function askToFire({ paths, id, host }: ChangeContext, ...flags: '--resume'[]): Promise<void> {
  await host.run([guardVerb(paths, id, 'cancel', flags)])
}

/** Asks the host for the time that somebody wants, if somebody does. */
export async function serveExtension({ paths, id, host, control }: ChangeContext): Promise<void> {
  const extension = control.takeExtension()
  if (extension === null) return
  const answer = await host.run([guardVerb(paths, id, 'extend', [String(Math.max(1, Math.round(extension.seconds)))])])
  if (!answer.reached) return extension.done(answer.why)
  const said = parseAnswer(answer.value[0]?.stdout ?? '', 'extended')
  extension.done(said.ok ? null : new AppError('change_over', { message: `The host gives no more time: ${said.why}.` }))
}

/** Applied and verified, or on its way back. */
const isDecided = (status: HostStatus): boolean => status.state !== 'armed' || applyVerdict(status.wal) === 'verified'
