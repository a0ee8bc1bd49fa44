import type { NetworkState } from '../model/network-state'
import { managementPathIn } from './management-risk'
import { writeObjects } from './objects'
import type { Plan } from './step'

/** The host as it should be after the plan: for ghosts on the graph and for findings before anything is done. */
export function simulatePlan(state: NetworkState, plan: Pick<Plan, 'changes' | 'consequences'>): NetworkState {
  const after = writeObjects(state, [...plan.changes, ...plan.consequences], 'after')
  return { ...after, management: managementPathIn(after) }
}

/** The host as it should be after the plan was taken back. */
export function simulateUndo(
  state: NetworkState,
  plan: Pick<Plan, 'changes' | 'consequences' | 'managementPath'>,
): NetworkState {
  const before = writeObjects(state, [...plan.consequences, ...plan.changes], 'before')
  return { ...before, management: plan.managementPath }
}
