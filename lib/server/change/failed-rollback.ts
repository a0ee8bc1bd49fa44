import 'server-only'
import { parseAnswer } from '@/lib/core/guard/answers'
import type { HostStatus } from '@/lib/core/guard/host-status'
import { parseHostStatus } from '@/lib/core/guard/host-status'
import type { ChangeRow } from '../db/change'
import { AppError } from '../errors'
import type { CommandRunner } from '../ssh/shell'
import { ChangeContext } from './change-context'
import type { ChangeDeps, ChangeOutcome, ChangeRequest } from './change-types'
import { endNotConfirmed } from './finish-change'
import { guardVerb } from './guard-shell'
import { isOver, watchUntil } from './watch-apply'

/* What becomes of a change that its host could not take back in full: core/guard/render-retry.ts has the host's half. */

const STILL = 'It was tried again.'

/** Throws AppError nothing_to_do where the change is not one whose rollback failed, or a person has left the host so. */
export function requireFailedRollback({ status, releasedAt }: Pick<ChangeRow, 'status' | 'releasedAt'>): void {
  const why =
    status !== 'rollback_failed'
      ? `this change is ${status.replaceAll('_', ' ')}, and its rollback has not failed`
      : releasedAt !== null
        ? 'its host was left as it is, and may have been changed since'
        : null
  if (why !== null) throw new AppError('nothing_to_do', { message: `There is nothing to put back: ${why}.` })
}

/** Throws AppError guard_failed, or why the host is not reached. That it failed again is an outcome. */
export async function retryRollback(request: ChangeRequest, deps: ChangeDeps): Promise<ChangeOutcome> {
  const ctx = new ChangeContext(request, deps)
  try {
    const runner = (await ctx.host.requireLink()).shell
    const status = await statusOf(ctx, runner)
    if (status === null)
      throw new AppError('guard_failed', {
        message: 'The host does not know this change any more: what is left must be put back by hand.',
      })
    if (status.state === 'rollback_failed') {
      await ctx.begin('rollback', 'have the host try again what could not be put back')
      const [output] = await runner.run([guardVerb(ctx.paths, ctx.id, 'retry')])
      const answer = parseAnswer(output?.stdout ?? '', 'asked')
      // Where it tries by itself just now, that is waited for.
      if (!answer.ok && (await statusOf(ctx, runner))?.state === 'rollback_failed')
        throw new AppError('guard_failed', { message: `The host does not try again: ${answer.why}.` })
    }
    return await endNotConfirmed(ctx, await watchUntil(ctx, isOver), STILL, '')
  } finally {
    ctx.host.close()
  }
}

/** What the host has put back by itself meanwhile; null: it has not, or was not reached. */
export async function seeRollback(request: ChangeRequest, deps: ChangeDeps): Promise<ChangeOutcome | null> {
  const ctx = new ChangeContext(request, deps)
  try {
    const answer = await ctx.host.run([guardVerb(ctx.paths, ctx.id, 'status')])
    const status = answer.reached ? readStatus(ctx, answer.value[0]?.stdout) : null
    return status?.state === 'rolled_back' ? await endNotConfirmed(ctx, status, STILL, '') : null
  } finally {
    ctx.host.close()
  }
}

/** Nothing is tried any more, and others may change the host. Throws AppError guard_failed, or why the host is not reached. */
export async function releaseFailed(request: ChangeRequest, deps: ChangeDeps, operator: string): Promise<void> {
  const ctx = new ChangeContext(request, deps)
  try {
    const runner = (await ctx.host.requireLink()).shell
    // A host that does not know the change any more does not hold its lock either.
    if ((await statusOf(ctx, runner)) === null) return
    const [output] = await runner.run([guardVerb(ctx.paths, ctx.id, 'release', ['--failed', operator])])
    const answer = parseAnswer(output?.stdout ?? '', 'released')
    if (!answer.ok) throw new AppError('guard_failed', { message: `The host was not left: ${answer.why}.` })
  } finally {
    ctx.host.close()
  }
}

async function statusOf(ctx: ChangeContext, runner: CommandRunner): Promise<HostStatus | null> {
  const [output] = await runner.run([guardVerb(ctx.paths, ctx.id, 'status')])
  return readStatus(ctx, output?.stdout)
}

/** Null: there is no such change on the host. */
function readStatus({ id }: ChangeContext, text = ''): HostStatus | null {
  const status = parseHostStatus(text)
  return status.ok && status.value.txn === id ? status.value : null
}
