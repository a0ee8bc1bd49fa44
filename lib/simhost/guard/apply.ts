import { NOT_IN_TIME } from '../../core/guard/host-log'
import { oneLine } from '../../core/guard/render-command'
import { verifyChecks } from '../../core/guard/render-verify'
import type { GuardStep } from '../../core/guard/transaction'
import { holds, look } from './checks'
import type { Course } from './course'
import type { GuardContext } from './guard-context'
import { note } from './guard-context'
import { fireDetached, holdsLock } from './fire'
import { runCommands } from './run-commands'

const POLL_MS = 100

/** apply.sh: all steps, the write-ahead log around each, then verify.sh. What fails fires the guard at once. */
export function* apply(ctx: GuardContext): Course<void> {
  const { files, dir, runDir, host, transaction } = ctx
  const log = (text: string): void => {
    for (const folder of [dir, runDir]) files.append(`${folder}/wal`, text)
  }
  const fail = (why: string): void => {
    note(ctx, `apply: ${why}`)
    fireDetached(ctx, '--apply')
  }
  const mayGoOn = (): boolean => {
    if (files.has(`${dir}/state.d/armed`) && holdsLock(ctx)) return true
    note(ctx, "apply: stopped, the guard has fired or the lock is another's")
    return false
  }
  for (const [at, step] of transaction.steps.entries()) {
    log(`B ${at + 1}\n`)
    yield host.pace.stepMs
    if (!mayGoOn()) return
    const { status, output } = yield* runStep(ctx, step)
    files.write(`${dir}/out.${at + 1}`, output)
    log(`E ${at + 1} ${status}\n`)
    if (status !== 0) {
      fail(`step ${at + 1} failed with status ${status}`)
      return
    }
  }
  if (!mayGoOn()) return
  const status = yield* verify(ctx)
  log(`V ${status}\n`)
  if (status !== 0) fail('the change is not what was planned')
}

function* runStep({ host }: GuardContext, step: GuardStep): Course<{ status: number; output: string }> {
  const ran = yield* runCommands(host, step.run, { goesOn: false, seconds: step.timeoutSeconds })
  const { settles } = step
  if (ran.status !== 0 || settles === undefined) return ran
  for (let waitedMs = 0; !holds(host, settles); waitedMs += POLL_MS) {
    if (waitedMs >= settles.seconds * 1000) {
      const said = `${NOT_IN_TIME} ${settles.seconds} s, found: ${look(host, settles).got}\n`
      return { status: 1, output: ran.output + said }
    }
    yield POLL_MS
  }
  return ran
}

/** verify.sh: the status of the last round, whose findings go to out.verify. */
function* verify({ host, files, dir, transaction, verifyTries }: GuardContext): Course<number> {
  const checks = verifyChecks(transaction)
  for (let round = 1; ; round += 1) {
    const lines = checks.map((check, at) => {
      const { holds: isSo, got } = look(host, check)
      return isSo ? `holds ${at + 1}` : `fails ${at + 1} ${oneLine(check.summary)}: ${oneLine(got.slice(0, 300))}`
    })
    files.write(`${dir}/out.verify`, lines.map((line) => `${line}\n`).join(''))
    const isGood = !lines.some((line) => line.startsWith('fails'))
    if (isGood || round >= verifyTries) return isGood ? 0 : 1
    yield host.pace.secondMs
  }
}
