import { parseWal } from '../../core/guard/wal'
import { displayCommand } from '../../core/guard/render-command'
import type { NumberedAction } from '../../core/guard/render-rollback'
import { inUndoOrder, ROLLBACK_ROUNDS } from '../../core/guard/render-rollback'
import { toolsOf } from '../../core/guard/transaction'
import { holds } from './checks'
import type { Course } from './course'
import type { GuardContext } from './guard-context'
import { note } from './guard-context'
import { runCommands } from './run-commands'

type Said = 'same' | 'undone' | 'foreign' | 'open'

/** Whether an action's object is in its old state; null where nothing can be read back. */
const isBack = ({ host }: GuardContext, { action }: NumberedAction): boolean | null =>
  action.isBack === undefined ? null : action.isBack.every((check) => holds(host, check))

export const isRebooted = ({ files, dir, host }: GuardContext): boolean => {
  const [, bootId] = files.line(`${dir}/host`).split(' ')
  return bootId !== undefined && bootId !== host.machine.state.system.bootId
}

/** Actions of the steps that have begun. */
const begunActions = (ctx: GuardContext): NumberedAction[] => {
  const begun = new Set(
    parseWal(ctx.files.read(`${ctx.dir}/wal`)).flatMap((entry) => (entry.kind === 'begin' ? [entry.step] : [])),
  )
  return inUndoOrder(ctx.transaction.steps).filter(({ step }) => begun.has(step))
}

const outlivesReboot = ({ transaction }: GuardContext, { step }: NumberedAction): boolean =>
  transaction.steps[step - 1]?.survivesReboot === true

/** rollback.sh: rounds until everything is back or somebody else's. Gives whether it is. */
export function* converge(ctx: GuardContext): Course<boolean> {
  const settled = new Set<NumberedAction>()
  // The kernel has forgotten the rest by itself.
  const due = begunActions(ctx).filter((each) => !isRebooted(ctx) || outlivesReboot(ctx, each))
  for (let round = 1; ; round += 1) {
    const open = yield* oneRound(ctx, due, settled)
    note(ctx, `rollback: round ${round}, ${open} open`)
    if (open === 0) return true
    if (round >= ROLLBACK_ROUNDS) return false
    yield ctx.host.pace.secondMs
  }
}

function* oneRound(ctx: GuardContext, due: readonly NumberedAction[], settled: Set<NumberedAction>): Course<number> {
  const reports: string[] = []
  const report = (said: Said, { step, number }: NumberedAction, status: number): void => {
    reports.push(`${said} ${step}.${number} ${status}\n`)
    ctx.files.write(`${ctx.runDir}/rollback`, reports.join(''))
  }
  const waiting: NumberedAction[] = []
  for (const each of due) {
    const { action } = each
    if (settled.has(each)) report('undone', each, 0)
    else if (action.isPartial !== true && isBack(ctx, each) === true) report('same', each, 0)
    else if (!(action.isOurs ?? []).every((check) => holds(ctx.host, check))) report('foreign', each, 0)
    else {
      yield ctx.host.pace.stepMs
      const { status } = yield* runCommands(ctx.host, action.run, { goesOn: true })
      const back = isBack(ctx, each)
      if (back === null && status === 0) settled.add(each)
      if (back ?? status === 0) report('undone', each, status)
      else {
        waiting.push(each)
        report('open', each, status)
      }
    }
  }
  let open = 0
  // Undone newest first, an object that several steps have touched is back only after the last of them.
  for (const each of waiting) {
    if (isBack(ctx, each) === true) report('undone', each, 0)
    else open += 1
  }
  if (isRebooted(ctx)) return open
  for (const check of ctx.transaction.backChecks) {
    if (holds(ctx.host, check)) continue
    open += 1
    reports.push('open 0.0 1\n')
    ctx.files.write(`${ctx.runDir}/rollback`, reports.join(''))
    note(ctx, `rollback: does not hold: ${check.summary}`)
  }
  return open
}

/** rollback.sh with ROLLBACK_DRYRUN=1, and the line that guard.sh adds. */
export const dryRun = (ctx: GuardContext): string => {
  const { transaction, host } = ctx
  const lines = inUndoOrder(transaction.steps).map((each) => {
    const back = isBack(ctx, each)
    const said = back === null ? 'unread' : back ? 'same' : 'differs'
    return `${said} ${each.step}.${each.number} ${each.action.run.map(displayCommand).join('; ')}`
  })
  const missing = toolsOf(transaction).filter((tool) => !host.machine.hasTool(tool))
  return [...lines, ...missing.map((tool) => `missing ${tool}`), `dryrun ${missing.length > 0 ? 1 : 0}`].join('\n')
}

/** What the kernel forgets when it starts anew: everything of an unended change that is not stored. */
export const forgetRunning = (ctx: GuardContext): void => {
  for (const each of begunActions(ctx)) {
    if (outlivesReboot(ctx, each)) continue
    for (const { argv, stdin = '' } of each.action.run) ctx.host.machine.run(argv, stdin)
  }
}
