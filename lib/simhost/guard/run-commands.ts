import type { GuardCommand } from '../../core/guard/transaction'
import { STEP_SECONDS } from '../../core/guard/transaction'
import type { Course } from './course'
import type { GuardHost } from './guard-context'

export type Ran = { status: number; output: string }

/** Commands in order, each with its deadline. `goesOn`: also after one that fails; the status is then the last failure's. */
export function* runCommands(
  host: GuardHost,
  commands: readonly GuardCommand[],
  { goesOn, seconds = STEP_SECONDS }: { goesOn: boolean; seconds?: number },
): Course<Ran> {
  let status = 0
  let output = ''
  for (const { argv, stdin = '' } of commands) {
    const { result, delayMs, isHung, isStuck } = host.performAsRoot(argv, stdin)
    const isLate = isHung || isStuck || delayMs > seconds * 1000
    const waitMs = isLate ? seconds * 1000 : delayMs
    if (waitMs > 0) yield waitMs
    output += result.stdout + result.stderr
    const own = isLate ? 124 : result.status
    if (own !== 0) status = own
    if (own !== 0 && !goesOn) break
  }
  return { status, output }
}
