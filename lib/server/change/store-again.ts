import 'server-only'
import { parseHostStatus } from '@/lib/core/guard/host-status'
import type { Plan } from '@/lib/core/plan/step'
import { changedSince } from '@/lib/core/verify/changed-since'
import type { ChangeRow } from '../db/change'
import { AppError } from '../errors'
import type { CommandRunner } from '../ssh/shell'
import { ChangeContext } from './change-context'
import type { ChangeDeps, ChangeOutcome, ChangeRequest } from './change-types'
import { endConfirmed } from './finish-change'
import { guardVerb } from './guard-shell'
import { observeFor } from './planned-change'
import { takeLock } from './prepare-change'
import { readDefinitions } from './read-definitions'

/** Throws AppError nothing_to_do where the change is not one that was kept and could not be stored. */
export function requireStorable({ status, isPersisted, undos }: ChangeRow): void {
  const why =
    status !== 'confirmed'
      ? `this change is ${status.replaceAll('_', ' ')}, not confirmed`
      : undos.length > 0
        ? 'this change has been taken back'
        : isPersisted
          ? 'all of it is stored already'
          : null
  if (why !== null) throw new AppError('nothing_to_do', { message: `There is nothing to store: ${why}.` })
}

/**
 * Step 10 of the specification once more, for a confirmed change whose storing failed: under the host's lock, and only while
 * nobody has gone on from what it left. Throws AppError stale_plan, host_locked, guard_failed, or why the host is not reached;
 * that it could not be stored this time either is an outcome.
 */
export async function storeAgain(request: ChangeRequest, deps: ChangeDeps, plan: Plan): Promise<ChangeOutcome> {
  const ctx = new ChangeContext(request, deps)
  try {
    const runner = (await ctx.host.requireLink()).shell
    await requireCommitted(ctx, runner)
    await takeLock(ctx, runner)
    try {
      await requireUntouched(plan, runner, deps.clock.now())
    } catch (error) {
      await ctx.host.run([guardVerb(ctx.paths, ctx.id, 'release')])
      throw error
    }
    return await endConfirmed(ctx, '', { isKept: true })
  } finally {
    ctx.host.close()
  }
}

const stale = (why: string) =>
  new AppError('stale_plan', { message: `Nothing was stored: ${why}. Plan it again: what is still missing is found.` })

/** The host keeps the last changes only; without their guard there is no lock to take. */
async function requireCommitted({ paths, id }: ChangeContext, runner: CommandRunner): Promise<void> {
  const [output] = await runner.run([guardVerb(paths, id, 'status')])
  const status = parseHostStatus(output?.stdout ?? '')
  if (status.ok && status.value.txn === id && status.value.state === 'committed') return
  throw stale('the host does not know this change any more')
}

async function requireUntouched(plan: Plan, runner: CommandRunner, nowMs: number): Promise<void> {
  const state = await observeFor(plan, runner, () => nowMs)
  const xml = await readDefinitions(runner, state, new Set(plan.definitions.map(({ owner }) => owner)))
  const changed = changedSince(plan, state, xml)
  if (changed.length > 0) throw stale(`since it was kept, ${changed.join('; ')}`)
}
