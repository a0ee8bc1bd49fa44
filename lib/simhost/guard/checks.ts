import type { Check, Expectation } from '../../core/objects/check'
import type { GuardHost } from './guard-context'

export type Finding = { holds: boolean; got: string }

/** A check as core/guard/render-command.ts renders it for a shell: newlines at the end do not count. */
export const look = ({ performAsRoot }: GuardHost, { read, expect }: Check): Finding => {
  const outcome = performAsRoot(read.argv, read.stdin ?? '')
  const { status, stdout } = outcome.isHung || outcome.isStuck ? { status: 124, stdout: '' } : outcome.result
  const got = stdout.replace(/\n+$/, '')
  return { holds: isAsExpected(expect, status, got), got }
}

export const holds = (host: GuardHost, check: Check): boolean => look(host, check).holds

/** Statuses that are not the command's own answer: timed out, not to be run, not there, killed. */
const NO_ANSWER: ReadonlySet<number> = new Set([0, 124, 125, 126, 127, 137])

const isAsExpected = (expect: Expectation, status: number, got: string): boolean => {
  if (expect.kind === 'fails') return !NO_ANSWER.has(status)
  if (status !== 0) return false
  if (expect.kind === 'succeeds') return true
  if (expect.kind === 'is-count') return /^[0-9]/.test(got)
  const texts = expect.texts.map((text) => text.replace(/\n+$/, ''))
  switch (expect.kind) {
    case 'is':
      return texts.includes(got)
    case 'is-not':
      return !texts.includes(got)
    case 'has':
      return texts.some((text) => got.includes(text))
    case 'has-not':
      return !texts.some((text) => got.includes(text))
  }
}
