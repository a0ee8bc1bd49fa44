import 'server-only'
import { parseAnswer } from '@/lib/core/guard/answers'
import type { HostFacts, Launcher } from '@/lib/core/guard/host-facts'
import { applyVerdict } from '@/lib/core/guard/wal'
import { AppError } from '../errors'
import type { CommandRunner } from '../ssh/shell'
import { prepareForReboot } from './boot-guard'
import { ChangeContext } from './change-context'
import type { ChangeControl } from './change-control'
import type { ChangeDeps, ChangeOutcome, ChangeRequest } from './change-types'
import { claim, proveReachable, UNDONE } from './confirm-change'
import { endConfirmed, endNotConfirmed, endUnchanged } from './finish-change'
import { guardVerb } from './guard-shell'
import { abandon, inspectHost, rehearse, requireBase, takeLock, uploadFiles } from './prepare-change'
import { rehearseOnStage } from './rehearse-rollback'
import { applyAndFollow, askToFire, isOver, watchUntil } from './watch-apply'

/**
 * A guarded apply from the first look to its end, as safe-apply asks: everything that could undo the change lies proved on the
 * host before anything changes; the host applies, verifies and, unless confirmed in time, undoes by itself. This side only
 * watches, and confirms over a connection that was made after the change.
 *
 * It does not throw for what hosts and networks do; the outcome says what holds. It throws what `onEvent` throws, for a change
 * that cannot be recorded must not go on: the host then undoes it.
 */
export async function runChange(
  request: ChangeRequest,
  deps: ChangeDeps,
  control?: ChangeControl,
): Promise<ChangeOutcome> {
  const ctx = new ChangeContext(request, deps, control)
  try {
    if (request.risk === 'R2' && request.confirmAddress === undefined) throw missingAddress()
    const prepared = await prepare(ctx)
    return await applyAndConfirm(ctx, prepared)
  } catch (error) {
    if (error instanceof Unchanged) return await endUnchanged(ctx, error.cause)
    throw error
  } finally {
    ctx.control.end()
    ctx.host.close()
  }
}

const missingAddress = () =>
  new Unchanged(
    new AppError('preflight_failed', {
      message:
        'Nothing was changed. This change moves the management address: say at which address the host is to be confirmed.',
      details: { obstacles: ['no address to confirm at'] },
    }),
  )

/** Ended before anything was armed. */
class Unchanged extends Error {
  constructor(cause: unknown) {
    super('nothing was changed', { cause })
  }
}

type Prepared = { facts: HostFacts; bootGuard: string }

/** Steps 1 to 5 of the specification, up to the armed and proved guard. Throws Unchanged. */
async function prepare(ctx: ChangeContext): Promise<Prepared> {
  await ctx.begin('preflight', 'look whether the host can take a guarded change')
  try {
    const runner = (await ctx.host.requireLink()).shell
    const facts = await inspectHost(ctx, runner)
    await ctx.failpoint('after_preflight')
    await ctx.begin('upload', 'put guard, rollback, check and steps on the host')
    await uploadFiles(ctx, runner, facts)
    await ctx.failpoint('after_upload')
    await ctx.begin(
      'lock',
      'take the host for this change, see that it is still as planned on, and rehearse the rollback',
    )
    await takeLock(ctx, runner)
    await ctx.failpoint('after_lock')
    const launcher = await rehearseOnBase(ctx, runner, facts)
    await ctx.begin('rehearse', 'try steps and rollback where they touch nothing')
    const rehearsed = await rehearseOnStage(ctx, runner)
    const bootGuard = await prepareForReboot(ctx, runner, launcher)
    await ctx.begin(
      'arm',
      `${rehearsed} Start the timer of ${ctx.request.windowSeconds} s on the host with ${launcher}, and prove it`,
    )
    await arm(ctx, runner, launcher)
    return { facts, bootGuard }
  } catch (error) {
    if (ctx.isOnHost) await abandon(ctx)
    throw new Unchanged(error)
  }
}

/**
 * Neither changes anything, and the shell runs them in turn: the host need not wait for our thoughts in between. On a host that is
 * no longer as it was planned on the rehearsal fails as well; that is the lesser news.
 */
async function rehearseOnBase(ctx: ChangeContext, runner: CommandRunner, facts: HostFacts): Promise<Launcher> {
  const base = requireBase(ctx, runner)
  const rehearsal = rehearse(ctx, runner, facts)
  await Promise.allSettled([base, rehearsal])
  await base
  return rehearsal
}

/** A timer of systemd is started and proved: a busy host takes long, and nothing is changed before that. */
const ARM_MS = 60_000

async function arm(ctx: ChangeContext, runner: CommandRunner, launcher: string): Promise<void> {
  const { paths, id, request } = ctx
  const [output] = await runner.run([guardVerb(paths, id, 'arm', [launcher, String(request.windowSeconds)], ARM_MS)])
  const answer = parseAnswer(output?.stdout ?? '', 'armed')
  if (!answer.ok) throw new AppError('guard_failed', { message: `Nothing was changed: ${answer.why}.` })
  ctx.deadlineMs = ctx.deps.clock.now() + request.windowSeconds * 1000
}

/** Steps 6 to 11: from here on the host looks after itself, and every way out leads through what it says. */
async function applyAndConfirm(ctx: ChangeContext, { facts, bootGuard }: Prepared): Promise<ChangeOutcome> {
  await ctx.failpoint('after_arm')
  const count = ctx.steps.length === 1 ? '1 step' : `${ctx.steps.length} steps`
  await ctx.begin('apply', `run ${count} on the host, in one go`)
  await ctx.tell({ kind: 'state', state: 'applying', reason: null })
  // An answer that is lost, or a refusal, shows in the status: the guard fires either way.
  const applied = await applyAndFollow(ctx)
  await ctx.failpoint('after_apply')
  let why: string | null = null
  if (applied?.state === 'armed' && applyVerdict(applied.wal) === 'verified') {
    const verdict = await confirm(ctx, facts)
    if (verdict.ok) return endConfirmed(ctx, bootGuard)
    why = verdict.why
    await askToFire(ctx)
  }
  await ctx.begin('rollback', why ?? 'the host puts everything back')
  const status = await watchUntil(ctx, isOver)
  // The answer to the confirmation was lost, and it had been claimed: the host's word counts.
  if (status?.state === 'committed') return endConfirmed(ctx, bootGuard)
  return endNotConfirmed(ctx, status, why, bootGuard)
}

/** Below the end of the window nothing new is begun: what cannot be finished in time only delays the rollback. */
const marginMs = (windowSeconds: number): number => Math.min(10_000, windowSeconds * 200)

async function confirm(ctx: ChangeContext, facts: HostFacts): Promise<{ ok: true } | { ok: false; why: string }> {
  const { request } = ctx
  const untilMs = () => ctx.deadlineMs - marginMs(request.windowSeconds)
  await ctx.begin('confirm', 'reach the host over a new connection and read it back')
  await ctx.tell({ kind: 'state', state: 'awaiting_confirmation', reason: null })
  let proof = await proveReachable(ctx, untilMs)
  if (!proof.ok) return proof
  if (request.mode === 'manual') {
    proof.link.close()
    const status = await watchUntil(ctx, () => ctx.control.isKept || ctx.control.isUndone)
    if (ctx.control.isUndone) return { ok: false, why: UNDONE }
    if (status?.state !== 'armed') return { ok: false, why: 'Nobody confirmed it in time.' }
    proof = await proveReachable(ctx, () => ctx.deadlineMs)
    if (!proof.ok) return proof
  }
  await ctx.failpoint('before_confirm')
  if (ctx.control.isUndone) {
    proof.link.close()
    return { ok: false, why: UNDONE }
  }
  const verdict = await claim(ctx, proof.link, facts, ctx.deadlineMs)
  if (verdict.ok) await ctx.failpoint('after_claim')
  return verdict
}
