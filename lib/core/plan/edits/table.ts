/* What planning does with each kind of edit: every file of this floor has the records of its own. */
import { editTitle } from '../../intents/titles'
import type { EachIntent, Intent, IntentKind, PlanIssue } from '../../intents/intent'
import type { NetworkState } from '../../model/network-state'
import type { WorkingState } from '../working-state'
import type { EditsOf } from './edit-record'
import { addressEdits } from './address-set'
import { bondEdits } from './bond'
import { guestNicEdits } from './guest-nic'
import { linuxBridgeEdits } from './linux-bridge'
import { mirrorEdits } from './mirror'
import { networkEdits } from './network'
import { ovsBridgeEdits } from './ovs-bridge'
import { portEdits } from './port'
import { portVlanEdits } from './port-vlan'
import { portgroupEdits } from './portgroup'
import { stackedLinkEdits } from './stacked-links'
import { uplinkEdits } from './uplink-move'
import { unreadGrounds } from '../../objects/unread-grounds'
import { lacking, unreadIssue } from '../needs'

export const EDITS: EditsOf<IntentKind> = {
  ...ovsBridgeEdits,
  ...linuxBridgeEdits,
  ...bondEdits,
  ...portEdits,
  ...portVlanEdits,
  ...stackedLinkEdits,
  ...mirrorEdits,
  ...addressEdits,
  ...uplinkEdits,
  ...networkEdits,
  ...portgroupEdits,
  ...guestNicEdits,
}

/** Makes the working state as these edits want it, one after the other, or refuses with the reasons. */
export function applyIntents(working: WorkingState, intents: readonly Intent[]): void {
  for (const [index, intent] of intents.entries()) {
    working.beginIntent(index)
    applyIntent(working, intent)
  }
}

const applyIntent = <K extends IntentKind>(working: WorkingState, intent: EachIntent<K>): void =>
  EDITS[intent.kind].apply(working, intent)

/** Edits that cannot be understood on this host, each with what was not read and why. */
export function unreadOfIntents(observed: NetworkState, intents: readonly Intent[]): PlanIssue[] {
  const unread = unreadGrounds(observed)
  if (unread.length === 0) return []
  return intents.flatMap((intent, index) =>
    unreadIssue(observed, String(index), editTitle(intent), lacking(unread, EDITS[intent.kind].needs, textsOf(intent))),
  )
}

/** Every text in a value, however deep: what it may name. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : []
}
