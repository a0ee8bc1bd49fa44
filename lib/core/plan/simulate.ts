import type { NetworkState } from '../model/network-state'
import { isMadeByKernel } from '../observe/routes'
import { managementPathIn } from './effects/management-risk'
import { writeObjects } from '../objects/state-objects'
import type { Plan } from './step'

/** The host as it should be after the plan: for ghosts on the graph and for findings before anything is done. */
export function simulatePlan(state: NetworkState, plan: Pick<Plan, 'changes' | 'consequences'>): NetworkState {
  const after = withoutLostRoutes(state, writeObjects(state, [...plan.changes, ...plan.consequences], 'after'))
  return { ...after, management: managementPathIn(after) }
}

/** The host as it should be after the plan was taken back. */
export function simulateUndo(
  state: NetworkState,
  plan: Pick<Plan, 'changes' | 'consequences' | 'managementPath'>,
): NetworkState {
  const before = withoutLostRoutes(state, writeObjects(state, [...plan.consequences, ...plan.changes], 'before'))
  return { ...before, management: plan.managementPath }
}

/** The kernel's own routes go with the address that they came with. */
const withoutLostRoutes = ({ links }: NetworkState, after: NetworkState): NetworkState => ({
  ...after,
  routes: after.routes.filter((route) => !isMadeByKernel(route, links) || isMadeByKernel(route, after.links)),
})
