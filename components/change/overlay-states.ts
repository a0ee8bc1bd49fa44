import type { ChangeStatus } from '@/lib/contract/changes'
import type { NetworkState } from '@/lib/core/model/network-state'
import { simulatePlan, simulateUndo } from '@/lib/core/plan/simulate'
import type { Plan } from '@/lib/core/plan/step'
import { buildGraph } from '@/lib/core/topology/build'
import { overlayGraphs, type Overlay } from '@/lib/core/topology/overlay/overlay'

/** What was never done: the host as it is read is the "before". */
const UNTOUCHED: ReadonlySet<ChangeStatus> = new Set(['planned', 'stale', 'failed'])

/**
 * A change drawn on the host as it is read now: before it and after it, whatever of it is done already. Everything that the
 * plan does not touch is as it is now.
 */
export function overlayOf(state: NetworkState, plan: Plan, status: ChangeStatus): Overlay {
  const before = UNTOUCHED.has(status) ? state : simulateUndo(state, plan)
  return overlayGraphs(buildGraph(before), buildGraph(simulatePlan(state, plan)))
}
