import 'server-only'
import type { HostStatus } from '@/lib/core/guard/host-status'
import { parseAnswer } from '@/lib/core/guard/answers'
import { parseHostStatus } from '@/lib/core/guard/host-status'
import { applyVerdict } from '@/lib/core/guard/wal'
import { AppError } from '../errors'
import type { ChangeContext } from './change-context'
import { guardVerb } from './guard-shell'
import { sleep } from './sleep'

const TERMINAL = new Set(['committed', 'rolled_back', 'rollback_failed', 'prepared'])

export const isOver = ({ state }: HostStatus): boolean => TERMINAL.has(state)

/** What the host says of the change now; null: it could not be asked. Tells what is new. */
export async function askStatus(ctx: ChangeContext): Promise<HostStatus | null> {
  const { paths, id, reach } = ctx
  const answer = await reach.run([guardVerb(paths, id, 'status')])
  if (!answer.reached) return null
  const status = parseHostStatus(answer.value[0]?.stdout ?? '')
  if (!status.ok || status.value.txn !== id) return null
  await ctx.tellStatus(status.value)
  return status.value
}

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
    if (clock.now() >= ctx.deadlineMs + ctx.timings.recoveryMs) return null
    if (ctx.control.isUndone && status?.state === 'armed') await askToFire(ctx)
    await serveExtension(ctx)
    await sleep(clock, pauseMs)
  }
}

/** Longer: a countdown looks frozen. */
const MAX_PAUSE_MS = 500

/** Has the host roll back now. Without answer it does so at the end of the window anyway. */
export async function askToFire({ paths, id, reach }: ChangeContext, ...flags: '--resume'[]): Promise<void> {
  await reach.run([guardVerb(paths, id, 'cancel', flags)])
}

/** Asks the host for the time that somebody wants, if somebody does. */
export async function serveExtension({ paths, id, reach, control }: ChangeContext): Promise<void> {
  const extension = control.takeExtension()
  if (extension === null) return
  const answer = await reach.run([guardVerb(paths, id, 'extend', [String(Math.max(1, Math.round(extension.seconds)))])])
  if (!answer.reached) return extension.done(answer.why)
  const said = parseAnswer(answer.value[0]?.stdout ?? '', 'extended')
  extension.done(said.ok ? null : new AppError('change_over', { message: `The host gives no more time: ${said.why}.` }))
}

/** Applied and verified, or on its way back. */
export const isDecided = (status: HostStatus): boolean =>
  status.state !== 'armed' || applyVerdict(status.wal) === 'verified'
