import 'server-only'
import type { RehearsalAnswer } from '@/lib/core/guard/answers'
import { parseRehearsal } from '@/lib/core/guard/answers'
import { isSwitchCommand } from '@/lib/core/guard/switch-trial'
import type { GuardStep, Transaction } from '@/lib/core/guard/transaction'
import { isKernelCommand } from '@/lib/core/plan/rehearsal/stage'
import { AppError } from '../errors'
import { quoteHostText } from '../ssh/errors'
import type { CommandRunner } from '../ssh/shell'
import type { ChangeContext } from './change-context'
import { guardVerb } from './guard-shell'

/** Dumps of four hundred links, twice. */
const MAX_BYTES = 16 * 1024 * 1024
const REHEARSAL_MS = 120_000

/**
 * Steps and rollback tried on the host where they touch nothing. Gives what was proved, as a sentence. Throws `rehearsal_failed`
 * where the rollback of a change that touches the way to the host is proved not to work, `not_rehearsed` where such a change could
 * not be tried and nobody has accepted that.
 */
export async function rehearseOnStage(ctx: ChangeContext, runner: CommandRunner): Promise<string> {
  const { request } = ctx
  const { kernel, switch: ovs } = await tryOut(ctx, runner)
  const touchesWay = request.risk !== 'R0'
  const trials = [kernel, ovs].filter((trial) => trial !== null)
  const failed = trials.flatMap((trial) => (trial.kind === 'fails' ? [quoteHostText(trial.why)] : []))
  if (failed.length > 0) {
    const why = `Rehearsed on the host, the undo does not bring everything back: ${failed.join('; ')}.`
    if (!touchesWay) return why
    throw new AppError('rehearsal_failed', {
      message: `Nothing was changed. ${why} This change touches the way to the host, so it is not applied.`,
    })
  }
  const untried = untriedSteps(request.transaction)
  const lacks = [
    ...trials.flatMap((trial) => (trial.kind === 'not' ? [quoteHostText(trial.why)] : [])),
    ...untried.filter(({ isManagement }) => isManagement).map(({ summary }) => `"${summary}" cannot be tried anywhere`),
  ]
  if (touchesWay && lacks.length > 0 && request.isUnrehearsedAccepted !== true)
    throw new AppError('not_rehearsed', {
      message: `Nothing was changed. This change touches the way to the host, and its undo could not be tried beforehand: ${lacks.join('; ')}. Plan it again and accept that, or make the change at the host's own console.`,
      details: { why: lacks },
    })
  if (lacks.length > 0) return `Not rehearsed: ${lacks.join('; ')}.`
  const [count, others] = [request.transaction.steps.length - untried.length, untried.length]
  return [
    ...(count === 0 ? [] : [`Rehearsed where it touches nothing: ${stepsText(count)} and the undo.`]),
    ...(others === 0 ? [] : [`Not rehearsed: ${stepsText(others)} of libvirt.`]),
  ].join(' ')
}

const stepsText = (count: number): string => (count === 1 ? '1 step' : `${count} steps`)

async function tryOut({ paths, id, request }: ChangeContext, runner: CommandRunner): Promise<RehearsalAnswer> {
  const { rehearsal } = request.transaction
  if (rehearsal === undefined) return { kernel: null, switch: null }
  const [output] = await runner.run([guardVerb(paths, id, 'rehearse', [], REHEARSAL_MS, MAX_BYTES)])
  return parseRehearsal(output?.stdout ?? '', rehearsal)
}

/** Steps that neither a namespace nor ovsdb-server can try: libvirt's, and flows. */
function untriedSteps({ steps, rehearsal }: Transaction): GuardStep[] {
  return steps.filter(
    ({ run }) =>
      !run.every(
        (command) =>
          (rehearsal?.kernel != null && isKernelCommand(command)) ||
          (rehearsal !== undefined && isSwitchCommand(command)),
      ),
  )
}
