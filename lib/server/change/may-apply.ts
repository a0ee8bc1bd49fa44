import 'server-only'
import type { z } from 'zod'
import type { AcceptedFinding, ApplyChangeRequest } from '@/lib/contract/changes'
import { canonicalIp } from '@/lib/core/address/ip'
import { blockingFindings } from '@/lib/core/lint/plan-findings'
import type { Plan } from '@/lib/core/plan/step'
import { FINGERPRINT_FORMAT } from '@/lib/core/plan/step'
import type { ChangeDetailRow, ChangeRow } from '../db/change'
import { AppError } from '../errors'
import { acceptsOf, findingsOf, planOf } from './change-view'

export type Applicable = {
  /** With the address to confirm at; null: where the host is reached now. */
  plan: Plan
  accepts: AcceptedFinding[]
}

/**
 * A plan that may be applied. Throws AppError already_begun, nothing_to_do, stale_plan (of another version of the console),
 * findings_not_accepted, preflight_failed.
 */
export function requireApplicable(
  row: ChangeRow,
  detail: ChangeDetailRow,
  given: Pick<z.output<typeof ApplyChangeRequest>, 'confirmAddress' | 'accepts'>,
): Applicable {
  const plan = planOf(detail)
  if (row.status !== 'planned') throw alreadyBegun(row.status)
  if (plan.steps.length === 0)
    throw new AppError('nothing_to_do', { message: 'The host is already as this change wants it.' })
  if (plan.fingerprintFormat !== FINGERPRINT_FORMAT)
    throw new AppError('stale_plan', {
      message: `Nothing was done: this plan was made by ${plan.fingerprintFormat < FINGERPRINT_FORMAT ? 'an earlier' : 'a later'} version of Patchbay, and what it says of the host cannot be compared with the host as it is now. Make the plan anew.`,
    })
  const accepts = [...acceptsOf(detail), ...given.accepts]
  const reasons = Object.fromEntries(accepts.map(({ key, reason }) => [key, reason]))
  // An address that moves to where the operator says is not lost.
  const isMoved = plan.confirm.isNeeded && given.confirmAddress !== undefined
  const created = findingsOf(detail).created.filter(({ rule }) => !isMoved || rule !== 'L01')
  const blocking = blockingFindings(created, reasons)
  if (blocking.length > 0)
    throw new AppError('findings_not_accepted', {
      message: `Nothing was done: this change would break something. ${blocking.map(({ title }) => title).join('; ')}. Mend it, or give a reason for each.`,
      details: { findings: blocking },
    })
  const confirmAddress = given.confirmAddress === undefined ? plan.confirm.address : canonicalIp(given.confirmAddress)
  if (plan.confirm.isNeeded && confirmAddress === null)
    throw new AppError('preflight_failed', {
      message:
        'Nothing was done. This change moves the management address: say at which address the host is to be confirmed.',
      details: { obstacles: ['no address to confirm at'] },
    })
  if (confirmAddress !== null && confirmAddress !== plan.confirm.address && !givesAddress(plan, confirmAddress))
    throw new AppError('preflight_failed', {
      message: `Nothing was done. ${confirmAddress} is none of the addresses that this change gives the host: name one of them to confirm at.`,
      details: { obstacles: [`${confirmAddress} is not on the host after the change`] },
    })
  return { plan: { ...plan, confirm: { isNeeded: false, address: confirmAddress } }, accepts }
}

/** Does a link that the plan touches have this address afterwards? */
const givesAddress = ({ changes }: Plan, address: string): boolean =>
  changes.some(
    (change) =>
      change.kind === 'link' &&
      (change.after?.addresses ?? []).some(({ cidr }) => canonicalIp(cidr.replace(/\/\d+$/, '')) === address),
  )

export const alreadyBegun = (status: ChangeRow['status']): AppError =>
  new AppError('already_begun', {
    message: 'This change was applied before, or given up: plan it again to do it again.',
    details: { status },
  })
