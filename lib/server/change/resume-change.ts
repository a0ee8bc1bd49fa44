import 'server-only'
import { parseHostStatus } from '@/lib/core/guard/host-status'
import { ChangeContext } from './change-context'
import type { ChangeDeps, ChangeOutcome, ChangeRequest } from './change-types'
import { endConfirmed, endNotConfirmed } from './finish-change'
import { guardVerb } from './guard-shell'
import { abandon } from './prepare-change'
import { askToFire, isOver, watchUntil } from './watch-apply'
import { sleep } from './sleep'

const RESTARTED = 'The console was restarted while the change was under way.'

/**
 * Finds out how a change ended that this console began and lost sight of, and brings it to its end. The host's state decides:
 *
 *   no folder, or never armed       nothing was changed: the lock goes                                  (races 1)
 *   armed                           the console was not there to confirm: rolled back now, not at T    (races 2, 3, 4, 6)
 *   armed, host rebooted since      rolled back by the guard: only what outlived the reboot            (race 7)
 *   firing, its process lives       waited for
 *   firing, its process has died    taken over                                                         (race 13)
 *   committed                       persist and unlock, again if need be                               (races 5, 8, 10)
 *   rolled_back, rollback_failed    told
 *
 * Confirming late is never done: whoever approved the change did not see it work.
 */
export async function resumeChange(request: ChangeRequest, deps: ChangeDeps): Promise<ChangeOutcome> {
  const ctx = new ChangeContext(request, deps)
  try {
    const untilMs = deps.clock.now() + request.windowSeconds * 1000 + ctx.timings.recoveryMs
    for (;;) {
      const answer = await ctx.host.run([guardVerb(ctx.paths, ctx.id, 'status')])
      const said = answer.reached ? answer.value[0] : undefined
      // Too busy to answer is not the same as having nothing to tell.
      if (said !== undefined && !said.isTimedOut) return await settle(ctx, said.stdout)
      const why = answer.reached ? 'The host is too busy to answer.' : answer.why.message
      if (deps.clock.now() >= untilMs) return await endNotConfirmed(ctx, null, `${RESTARTED} ${why}`, '')
      await sleep(deps.clock, 1_000)
    }
  } finally {
    ctx.host.close()
  }
}

async function settle(ctx: ChangeContext, text: string): Promise<ChangeOutcome> {
  const parsed = parseHostStatus(text)
  // Without guard.sh there was no arming: upload comes first, and the folder of an armed change is never removed.
  if (!parsed.ok || parsed.value.txn !== ctx.id || parsed.value.state === 'prepared') {
    await abandon(ctx)
    return endNotConfirmed(ctx, { ...NOTHING, txn: ctx.id }, RESTARTED, '')
  }
  let status: typeof parsed.value | null = parsed.value
  await ctx.tellStatus(status)
  if (status.state === 'committed') return endConfirmed(ctx, '')
  if (status.state === 'armed' || (status.state === 'firing' && !status.isFireRunning)) {
    await ctx.begin('rollback', RESTARTED)
    await askToFire(ctx, '--resume')
  }
  if (!isOver(status)) status = await watchUntil(ctx, isOver)
  return status?.state === 'committed' ? endConfirmed(ctx, '') : endNotConfirmed(ctx, status, RESTARTED, '')
}

const NOTHING = {
  txn: '',
  state: 'prepared' as const,
  isSameBoot: true,
  secondsLeft: 0,
  isTimerRunning: false,
  isFireRunning: false,
  holdsLock: false,
  isRecovering: false,
  wal: [],
  rollback: [],
}
