import type { NetworkState } from '../model/network-state'
import { approximateXml } from './definitions/approximate-xml'
import { WorkingState } from './working-state'
import { applyIntents } from './edits/table'
import type { Intent } from '../intents/intent'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'

/**
 * What planning would say of these edits, with libvirt's definitions made up from what was observed: for forms, at once and
 * without asking the host. Whether a change may be made, and its exact steps, only a plan with the true definitions says.
 */
export const tryEdits = (observed: NetworkState, intents: readonly Intent[]): Planned =>
  planChange(observed, intents, { xml: approximateXml(observed, intents) })

/** The host as these edits would leave it, for pickers: what an earlier edit makes can be chosen in the next. Refused edits change nothing. */
export function stagedState(observed: NetworkState, intents: readonly Intent[]): NetworkState {
  const working = new WorkingState(observed, approximateXml(observed, intents))
  applyIntents(working, intents)
  return working.state
}
