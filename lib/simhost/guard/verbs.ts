import { MAX_WINDOW_SECONDS } from '../../core/guard/transaction'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { apply } from './apply'
import type { Course } from './course'
import { runNow } from './course'
import { dump, rawLines } from './dump'
import { claimFire, fireDetached, holdsLock, release, rollBack } from './fire'
import type { FireFlag } from './fire'
import type { GuardContext } from './guard-context'
import { claim, note, processName, stateOf, uptime } from './guard-context'
import { takeLock } from './lock'
import { dryRun } from './rollback'

const answer = (text: string): Result => ok(`${text}\n`)
const refuse = (status: number, text: string): Result => failed(status, '', `${text}\n`)

const toFlag = (word: string | undefined): FireFlag =>
  word === '--apply' || word === '--resume' || word === '--timer' ? word : ''

const timerName = (ctx: GuardContext, number: string | number): string => processName(ctx, `timer ${number}`)

/** `fire --timer NUMBER` after its time: nothing where it is no longer the current one. */
function* timer(ctx: GuardContext, number: number, seconds: number): Course<void> {
  yield seconds * 1000
  if (ctx.files.line(`${ctx.dir}/timer`) === String(number)) fireDetached(ctx, '--timer')
}

const startTimer = (ctx: GuardContext, number: number, seconds: number): void => {
  const { files, dir, host } = ctx
  host.processes.start(timerName(ctx, number), timer(ctx, number, seconds))
  files.write(`${dir}/timer`, `${number}\n`)
  files.write(`${dir}/deadline`, `${uptime(host) + seconds}\n`)
}

const LAUNCHERS = new Set(['systemd', 'setsid'])

const arm = (ctx: GuardContext, launcher: string, seconds: number): Result => {
  const { files, dir, host } = ctx
  const state = stateOf(ctx)
  if (state !== 'prepared' || files.has(`${dir}/apply.begun`)) return refuse(3, `refused this transaction is ${state}`)
  if (!holdsLock(ctx)) return refuse(3, 'refused the lock is not ours')
  if (!LAUNCHERS.has(launcher))
    return refuse(3, `refused the timer cannot be proved to run: there is no launcher '${launcher}'`)
  files.write(`${dir}/launcher`, `${launcher}\n`)
  files.write(`${dir}/armed_at`, `${uptime(host)}\n`)
  startTimer(ctx, 1, seconds)
  files.write(`${dir}/state.d/armed`, 'armed\n')
  note(ctx, `guard: armed for ${seconds} s`)
  return answer('armed')
}

const startApply = (ctx: GuardContext): Result => {
  const { files, dir, host } = ctx
  const state = stateOf(ctx)
  if (state !== 'armed') return refuse(3, `refused this transaction is ${state}`)
  if (files.has(`${dir}/apply.begun`)) return answer('started')
  files.write(`${dir}/apply.begun`, '')
  host.processes.start(processName(ctx, 'apply'), apply(ctx))
  return answer('started')
}

const confirm = (ctx: GuardContext, nonce: string, machineAndBoot: string): Result => {
  const { files, dir, host } = ctx
  const { machineId, bootId } = host.machine.state.system
  if (nonce === '' || nonce !== files.line(`${dir}/nonce`)) return refuse(3, 'refused the nonce is another one')
  const expected = files.line(`${dir}/host`)
  if (machineAndBoot !== expected || `${machineId} ${bootId}` !== expected)
    return refuse(3, 'refused this is not the host, or not the boot, that was changed')
  if (stateOf(ctx) === 'armed') {
    const isVerified = files.read(`${dir}/wal`).split('\n').includes('V 0')
    if (!isVerified) return refuse(3, 'refused the change is not applied and verified')
    claim(ctx, 'committed')
    host.processes.stop(timerName(ctx, files.line(`${dir}/timer`)))
    note(ctx, 'guard: confirmed')
    return answer('committed')
  }
  const state = stateOf(ctx)
  return state === 'committed' ? answer('already committed') : refuse(4, `refused this transaction is ${state}`)
}

const extend = (ctx: GuardContext, wanted: number): Result => {
  const { files, dir, root, host } = ctx
  const state = stateOf(ctx)
  if (state !== 'armed') return refuse(4, `refused this transaction is ${state}`)
  const left = Number(files.line(`${dir}/armed_at`)) + MAX_WINDOW_SECONDS - uptime(host)
  const seconds = Math.min(wanted, left)
  if (!(seconds > 0)) return refuse(3, 'refused the longest window is used up')
  const old = Number(files.line(`${dir}/timer`))
  startTimer(ctx, old + 1, seconds)
  host.processes.stop(timerName(ctx, old))
  if (holdsLock(ctx)) files.write(`${root}/lock/deadline`, `${uptime(host) + seconds}\n`)
  note(ctx, `guard: extended to ${seconds} s from now`)
  return answer(`extended ${seconds}`)
}

const fire = (ctx: GuardContext, flag: FireFlag): Result => answer(claimFire(ctx, flag) ?? runNow(rollBack(ctx, flag)))

const discard = (ctx: GuardContext): Result => {
  const state = stateOf(ctx)
  if (state === 'armed') return fire(ctx, '')
  if (state !== 'prepared') return answer(state)
  release(ctx)
  ctx.files.remove(ctx.dir)
  ctx.files.remove(ctx.runDir)
  return ok()
}

const status = (ctx: GuardContext): Result => {
  const { files, dir, runDir, id, host } = ctx
  const now = uptime(host)
  const deadline = files.line(`${dir}/deadline`)
  const isSameBoot = files.line(`${dir}/host`).endsWith(` ${host.machine.state.system.bootId}`)
  const isRunning = (name: string): boolean => host.processes.isRunning(name)
  const lines = (key: string, path: string): string[] =>
    files
      .read(path)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${key} ${line}`)
  return answer(
    [
      `txn ${id}`,
      `state ${stateOf(ctx)}`,
      `boot ${isSameBoot ? 'same' : 'other'}`,
      `left ${deadline === '' ? 0 : Number(deadline) - now}`,
      `timer ${isRunning(timerName(ctx, files.line(`${dir}/timer`))) ? 'runs' : 'none'}`,
      `fire ${isRunning(processName(ctx, 'fire')) ? 'runs' : 'none'}`,
      `lock ${holdsLock(ctx) ? 'ours' : 'none'}`,
      ...lines('wal', `${dir}/wal`),
      ...lines('rollback', `${runDir}/rollback`),
      'end',
    ].join('\n'),
  )
}

/** `sh guard.sh VERB ARGS...` as core/guard/render-guard.ts has it. */
export const guardVerb = (ctx: GuardContext, verb: string, args: readonly string[]): Result => {
  const [first = '', second = '', third = ''] = args
  switch (verb) {
    case 'lock': {
      const said = takeLock(ctx, Number(first), second)
      return said.startsWith('fence') ? answer(said) : refuse(4, said)
    }
    case 'arm':
      return arm(ctx, first, Number(second))
    case 'apply':
      return startApply(ctx)
    case 'fire':
      return fire(ctx, toFlag(first))
    case 'cancel':
      fireDetached(ctx, toFlag(first))
      return answer('asked')
    case 'confirm':
      return confirm(ctx, first, `${second} ${third}`)
    case 'extend':
      return extend(ctx, Number(first))
    case 'release': {
      const state = stateOf(ctx)
      if (state === 'armed' || state === 'firing') return refuse(3, `refused this transaction is ${state}`)
      release(ctx)
      return answer('released')
    }
    case 'discard':
      return discard(ctx)
    case 'dryrun':
      return answer(dryRun(ctx))
    case 'dump':
      dump(ctx, first)
      return ok()
    case 'raw':
      return ok(`plain\n${rawLines(ctx)}`)
    case 'status':
      return status(ctx)
    default:
      return refuse(64, `refused there is no verb ${verb}`)
  }
}
