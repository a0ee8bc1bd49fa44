import 'server-only'
import { failedChecks, NOT_IN_TIME, parseHostLog } from '@/lib/core/guard/host-log'
import { silenceOf } from '@/lib/core/observe/diagnose'
import { comparisonWords, isAsBefore } from '@/lib/core/raw/comparison-words'
import { LOGS_SCRIPT } from '@/lib/core/guard/host-scripts'
import type { HostStatus } from '@/lib/core/guard/host-status'
import { txnFolder } from '@/lib/core/guard/transaction'
import { applyVerdict } from '@/lib/core/guard/wal'
import { AppError } from '../errors'
import { quoteHostText } from '../ssh/errors'
import type { ChangeContext } from './change-context'
import { compareUndone, compareWithBefore, rawCommand, readDumps, rawBeforeOf } from './compare-raw'
import type { ChangeOutcome } from './change-types'
import { hostScript } from './guard-shell'
import { NotStored } from './not-stored'
import { releaseCommand } from './prepare-change'

/** What is told with the lock is as much as the host has links. */
const RELEASE_MS = 15_000

type Ending = Pick<ChangeOutcome, 'state' | 'reason'> & Partial<ChangeOutcome>

const NOT_COMPARED = { comparison: null, rawBefore: null }

/** Tells the last state and gives the outcome. */
async function end(ctx: ChangeContext, ending: Ending): Promise<ChangeOutcome> {
  ctx.control.end()
  await ctx.tell({ kind: 'state', state: ending.state, reason: ending.reason })
  return {
    error: null,
    rollback: [],
    isPersisted: true,
    hostLog: '',
    bootGuard: '',
    ...NOT_COMPARED,
    steps: ctx.steps,
    ...ending,
  }
}

/** Nothing was armed, so nothing was changed. */
export const endUnchanged = (ctx: ChangeContext, error: unknown): Promise<ChangeOutcome> => {
  const known = error instanceof AppError ? error : null
  return end(ctx, {
    state: known?.code === 'stale_plan' ? 'stale' : 'failed',
    reason: known?.message ?? `Nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
    error: known?.code ?? 'internal',
  })
}

/**
 * After the claim: what must survive a reboot, then the lock. Idempotent, for it may run again after a crash. A change that only
 * stores something, and of which nothing is found stored, has failed; `isKept`: it was confirmed before.
 */
export async function endConfirmed(
  ctx: ChangeContext,
  bootGuard: string,
  { isKept = ctx.request.transaction.steps.length > 0 } = {},
): Promise<ChangeOutcome> {
  const { deps, host } = ctx
  let problem: string | null = null
  let effect: NotStored['effect'] = 'unknown'
  if (deps.persist) {
    await ctx.begin('persist', 'write what has to survive a reboot')
    try {
      await host.doAgain(deps.persist)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      if (error instanceof NotStored) effect = error.effect
    }
    await ctx.failpoint('after_persist')
  }
  // Before anybody else may change it.
  const comparison = await compareUndone(ctx)
  await ctx.begin('release', 'give the lock back')
  const log = await host.runAgain([releaseCommand(ctx), rawCommand(ctx)], RELEASE_MS)
  const rawBefore = rawBeforeOf(ctx, log.reached ? readDumps(log.value[1]) : null)
  const told = { hostLog: log.reached ? (log.value[0]?.stdout ?? '') : '', bootGuard }
  const common = { ...told, comparison, rawBefore }
  const left = comparison === null || isAsBefore(comparison) ? null : comparisonWords(comparison)
  if (problem === null) return end(ctx, { ...common, state: 'confirmed', reason: left })
  const notStored = { ...common, isPersisted: false }
  if (isKept || effect === 'some')
    return end(ctx, {
      ...notStored,
      state: 'confirmed',
      reason: `Confirmed, but not stored: it is gone after a reboot. ${problem}${left === null ? '' : ` ${left}`}`,
    })
  const what =
    effect === 'nothing'
      ? 'Nothing was changed.'
      : 'Nothing that runs was changed. Whether anything was stored is not known, for it could not be read back.'
  return end(ctx, {
    ...{ ...told, isPersisted: false, state: 'failed', error: 'not_stored', reason: `${what} ${problem}` },
  })
}

/** The host has put things back, or could not, or has not been heard of. `why` is what the console knows of the cause. */
export async function endNotConfirmed(
  ctx: ChangeContext,
  status: HostStatus | null,
  why: string | null,
  bootGuard: string,
): Promise<ChangeOutcome> {
  const { paths, id, host } = ctx
  if (status === null) {
    return end(ctx, {
      state: 'rollback_failed',
      reason: `The host has not been reached. By itself it should have put everything back; nobody has seen that it did. ${why ?? ''}`,
      error: 'host_unreachable',
      bootGuard,
    })
  }
  const log = await host.run([hostScript(LOGS_SCRIPT, [txnFolder(paths, id)])])
  const hostLog = log.reached ? (log.value[0]?.stdout ?? '') : ''
  const cause = causeOf(ctx, status, hostLog) ?? why ?? 'It was not confirmed in time.'
  const comparison = status.state === 'prepared' ? null : await compareWithBefore(ctx, status)
  const common = { rollback: status.rollback, hostLog, bootGuard, comparison }
  const late = lateOf(ctx, status, hostLog)
  if (status.state === 'prepared')
    return end(ctx, { ...common, state: 'failed', reason: `Nothing was changed. ${cause}` })
  if (status.state === 'rolled_back') {
    const foreign = status.rollback
      .filter(({ outcome }) => outcome === 'foreign')
      .map(({ step }) => summaryOf(ctx, step))
    const left =
      foreign.length === 0 ? '' : ` Left alone, since somebody else has changed it meanwhile: ${foreign.join('; ')}.`
    return end(ctx, {
      ...common,
      state: 'rolled_back',
      reason: `${cause} ${comparisonWords(comparison)}${left}${late}`,
    })
  }
  const open = status.rollback.filter(({ outcome }) => outcome === 'open').map(({ step }) => summaryOf(ctx, step))
  const script = `${txnFolder(paths, id)}/guard.sh`
  return end(ctx, {
    ...common,
    state: 'rollback_failed',
    reason: `${cause} Not everything could be put back: ${open.join('; ') || 'see the log'}. The host stays locked until "sh ${script} again" on it puts it back, or a person leaves it so.${late}`,
  })
}

function failedStep({ wal }: HostStatus): { step: number; status: number } | null {
  const failed = wal.find((entry) => entry.kind === 'end' && entry.status !== 0)
  return failed?.kind === 'end' ? failed : null
}

/** What may still become of the step that failed, though everything was put back; '' for nothing. */
function lateOf({ request }: ChangeContext, status: HostStatus, hostLog: string): string {
  const failed = failedStep(status)
  if (failed === null || parseHostLog(hostLog).get(`out.${failed.step}`)?.includes(NOT_IN_TIME) !== true) return ''
  const late = request.transaction.steps[failed.step - 1]?.settles?.late
  return late === undefined ? '' : ` ${late}`
}

const summaryOf = ({ request }: ChangeContext, step: number): string =>
  request.transaction.steps[step - 1]?.summary ?? 'the way to the host'

function causeOf(ctx: ChangeContext, status: HostStatus, hostLog: string): string | null {
  const files = parseHostLog(hostLog)
  const verdict = applyVerdict(status.wal)
  if (verdict === 'not-as-planned') {
    return `All steps ended well, and yet the host is not as planned: ${failedChecks(files).map(quoteHostText).join(', ')}.`
  }
  if (verdict !== 'step-failed') return null
  const failed = failedStep(status)
  if (failed === null) return null
  const said = files.get(`out.${failed.step}`) ?? ''
  const why = silenceOf(
    (ctx.request.transaction.steps[failed.step - 1]?.run ?? []).flatMap(({ argv }) => argv),
    said,
  )
  return `Step ${failed.step} (${summaryOf(ctx, failed.step)}) failed with status ${failed.status}: ${quoteHostText(said)}.${why === null ? '' : ` ${why}`}`
}
