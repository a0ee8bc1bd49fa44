import type { ApplyChangeRequest, Change } from '@/lib/contract/changes'
import { canonicalIp } from '@/lib/core/address/ip'

export type ApplyChoices = {
  confirm: 'auto' | 'manual'
  /** Text of the field; "" where the plan's own proposal or the present address is right. */
  confirmAddress: string
  /** Seconds to decide in; counts for `manual` alone. */
  manualSeconds: number
  /** Also where the undo cannot be tried beforehand: asked only of what touches the way to the host. */
  isUnrehearsedAccepted: boolean
  /** By key of the finding. */
  reasons: ReadonlyMap<string, string>
}

/** A reason of fewer letters says nothing (as AcceptedFinding has it). */
const LEAST_REASON = 3

/** A person reads, thinks and clicks: never less than the host needs for the change itself. */
const MANUAL_SECONDS = [60, 120, 300, 600] as const
export const manualChoices = (planSeconds: number): number[] => MANUAL_SECONDS.filter((each) => each >= planSeconds)

/** Five minutes where that is allowed: to look at what it does to others, not only at the plan. */
export const defaultManual = (planSeconds: number): number =>
  manualChoices(planSeconds).find((each) => each >= 300) ?? planSeconds

type Planned = Pick<Change, 'plan' | 'findings' | 'accepts'>

/** Errors that the plan creates and that nobody has accepted yet. */
export function openFindings({ findings, accepts }: Planned): Change['findings']['created'] {
  const known = new Set(accepts.map(({ key }) => key))
  return findings.created.filter(({ severity, key }) => severity === 'error' && !known.has(key))
}

/** What is wrong with the address to confirm at; null where it will do. */
export function addressProblem({ plan: { confirm } }: Planned, text: string): string | null {
  const address = text.trim()
  if (address === '') return confirm.isNeeded ? 'Say where the host is reached after the change, e.g. 192.0.2.12' : null
  return canonicalIp(address) === null
    ? `"${address}" is no IP address; without the prefix length, e.g. 192.0.2.12`
    : null
}

/** The request, or why it cannot be made yet: one sentence each, to stand beside the button. */
export function toApply(
  change: Planned,
  { confirm, confirmAddress, manualSeconds, isUnrehearsedAccepted, reasons }: ApplyChoices,
): { request: ApplyChangeRequest | null; missing: string[] } {
  const accepts = openFindings(change).map(({ key, rule }) => ({ key, rule, reason: (reasons.get(key) ?? '').trim() }))
  const address = addressProblem(change, confirmAddress)
  const missing = [
    ...accepts
      .filter(({ reason }) => reason.length < LEAST_REASON)
      .map(({ rule }) => `Give a reason why ${rule} may be so.`),
    ...(address === null ? [] : [`${address}.`]),
  ]
  if (missing.length > 0) return { request: null, missing }
  const named = confirmAddress.trim()
  return {
    missing,
    request: {
      confirm,
      ...(confirm === 'manual' ? { timeoutSeconds: manualSeconds } : {}),
      ...(isUnrehearsedAccepted ? { isUnrehearsedAccepted } : {}),
      ...(named === '' ? {} : { confirmAddress: named }),
      ...(accepts.length === 0 ? {} : { accepts: accepts.map(({ key, reason }) => ({ key, reason })) }),
    },
  }
}
