import type { Course } from './course'
import type { GuardContext } from './guard-context'
import { dump } from './dump'
import { claim, note, processName, stateOf } from './guard-context'
import { converge } from './rollback'

export const holdsLock = ({ files, dir, root }: GuardContext): boolean => {
  const fence = files.line(`${dir}/fence`)
  return fence !== '' && files.line(`${root}/lock/fence`) === fence
}

export const release = (ctx: GuardContext): void => {
  if (!holdsLock(ctx)) return
  ctx.files.remove(`${ctx.dir}/lock.released`)
  ctx.files.move(`${ctx.root}/lock`, `${ctx.dir}/lock.released`)
}

export type FireFlag = '' | '--apply' | '--resume' | '--timer'

/** The claim of `fire`: at once, so that exactly one of it and `confirm` wins. Null: won; otherwise what guard.sh answers. */
export const claimFire = (ctx: GuardContext, flag: FireFlag): string | null => {
  if (claim(ctx, 'firing')) return null
  const state = stateOf(ctx)
  if (state !== 'firing') return state
  const mayResume = flag === '--resume' && !ctx.host.processes.isRunning(processName(ctx, 'fire'))
  return mayResume ? null : 'firing'
}

/** What `fire` does once it has won. Gives its answer. */
export function* rollBack(ctx: GuardContext, flag: FireFlag): Course<string> {
  const { files, dir, runDir, host, id, run } = ctx
  note(ctx, `guard: fires ${flag || 'as asked'}`)
  host.processes.stop(processName(ctx, `timer ${files.line(`${dir}/timer`)}`))
  host.processes.stop(processName(ctx, 'apply'))
  const isBack = yield* converge(ctx)
  const end = isBack ? 'rolled_back' : 'rollback_failed'
  note(ctx, `guard: ${end}`)
  dump(ctx, 'after')
  files.move(`${dir}/state.d/firing`, `${dir}/state.d/${end}`)
  if (isBack) release(ctx)
  else
    files.write(
      `${run.replace(/\/[^/]*$/, '')}/motd.d/patchbay-${id}`,
      `Patchbay: change ${id} could not be taken back in full. See ${runDir}/log and ${dir}/rollback.sh (sh ${dir}/rollback.sh tries again).\n`,
    )
  return end
}

/** `fire` in a process of its own, as the timer, a failing apply and `cancel` start it. */
export const fireDetached = (ctx: GuardContext, flag: FireFlag): void => {
  if (claimFire(ctx, flag) !== null) return
  ctx.host.processes.start(processName(ctx, 'fire'), withoutAnswer(rollBack(ctx, flag)))
}

function* withoutAnswer(course: Course<string>): Course<void> {
  yield 0 // the answer to whoever asked goes out first
  yield* course
}
