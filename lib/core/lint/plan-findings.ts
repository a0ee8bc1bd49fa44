import type { NetworkState } from '../model/network-state'
import { managementPathIn } from '../plan/effects/management-risk'
import { simulatePlan } from '../plan/simulate'
import type { Plan } from '../plan/step'
import type { Finding, RuleId } from './finding'
import type { FindingsChange } from './run-lint'
import { compareFindings, runLint } from './run-lint'

/** What a plan would bring and cure, before anything is done. */
export const planFindings = (
  observed: NetworkState,
  plan: Pick<Plan, 'changes' | 'consequences' | 'confirm'>,
): FindingsChange =>
  compareFindings(runLint(observed), runLint(reachedAt(simulatePlan(observed, plan), plan.confirm.address)))

/** Our way in afterwards is the one that the change is confirmed by: an address that moves on purpose is not lost. */
function reachedAt(state: NetworkState, address: string | null): NetworkState {
  if (address === null) return state
  const moved = { ...state, management: { ...state.management, localAddress: address } }
  return { ...moved, management: managementPathIn(moved) }
}

/** What the operator knows of and wants all the same: a finding's key, or a rule for all of its findings, and the reason. */
export type Accepts = Readonly<Record<Finding['key'] | RuleId, string>>

/** Errors among the findings that nobody gave a reason for: a plan that creates any is not to be applied. */
export const blockingFindings = (created: readonly Finding[], accepts: Accepts): Finding[] =>
  created.filter(
    ({ severity, key, rule }) =>
      severity === 'error' && ![key, rule].some((name) => Object.hasOwn(accepts, name) && isReason(accepts[name])),
  )

const isReason = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''
