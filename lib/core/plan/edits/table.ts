/* What planning does with each kind of edit: one record for each. */
import { editTitle } from '../../intents/titles'
import type { EachIntent, Intent, IntentKind, IntentOf, PlanIssue } from '../../intents/intent'
import type { NetworkState } from '../../model/network-state'
import { setAddress } from './address-set'
import { removeBond, setBond } from './bond'
import type { WorkingState } from '../working-state'
import type { Ground } from '../../objects/grounds'
import { REMOVED_LINK, USERS } from '../../objects/grounds'
import { unreadGrounds } from '../../objects/unread-grounds'
import { attachGuestNic, detachGuestNic, moveGuestNic, setGuestNicLink } from './guest-nic'
import { removeLinuxBridge, setLinuxBridge } from './linux-bridge'
import { removeMirror, setMirror } from './mirror'
import { lacking, unreadIssue } from '../needs'
import { removeNetwork, setNetwork } from './network'
import { removeOvsBridge, setOvsBridge } from './ovs-bridge'
import { removePort, setPort } from './port'
import { setPortVlan } from './port-vlan'
import { removePortgroup, setPortgroup } from './portgroup'
import { removeStacked, setMacvlan, setMacvtap, setVlanLink } from './stacked-links'
import { moveUplink } from './uplink-move'

type EditRecord<K extends IntentKind> = {
  /**
   * Without what the edit is not even understood: where its objects would be, whose names must be free, and who stands on what
   * it takes away. What is touched beside, and who hangs on that, is for `groundsOfChange`: to make something new disturbs nobody.
   */
  needs: readonly Ground[]
  /** Makes the working state as the edit wants it, or refuses with the reason. What is so already stays untouched. */
  apply: (working: WorkingState, intent: IntentOf<K>) => void
}

const PLUGGED: readonly Ground[] = ['links', 'ovs', 'networks', 'guests']

export const EDITS: { readonly [K in IntentKind]: EditRecord<K> } = {
  'ovsBridge.set': { needs: ['links', 'ovs'], apply: setOvsBridge },
  'ovsBridge.remove': { needs: REMOVED_LINK, apply: removeOvsBridge },
  'linuxBridge.set': { needs: ['links', 'ovs'], apply: setLinuxBridge },
  'linuxBridge.remove': { needs: REMOVED_LINK, apply: removeLinuxBridge },
  'bond.set': { needs: ['links', 'ovs'], apply: setBond },
  'bond.remove': { needs: REMOVED_LINK, apply: removeBond },
  'port.set': { needs: ['links', 'ovs'], apply: setPort },
  'port.remove': { needs: ['links', 'ovs', ...USERS, 'management'], apply: removePort },
  'portVlan.set': { needs: ['links', 'ovs', 'guests', 'processes', 'management'], apply: setPortVlan },
  'vlanLink.set': { needs: ['links', 'ovs'], apply: setVlanLink },
  'vlanLink.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'vlan') },
  'mirror.set': { needs: ['ovs'], apply: setMirror },
  'mirror.remove': { needs: ['ovs'], apply: removeMirror },
  'address.set': { needs: ['links', 'routes', 'ovs', 'management'], apply: setAddress },
  'uplink.move': { needs: REMOVED_LINK, apply: moveUplink },
  'macvtap.set': { needs: ['links', 'ovs'], apply: setMacvtap },
  'macvtap.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'macvtap') },
  'macvlan.set': { needs: ['links', 'ovs'], apply: setMacvlan },
  'macvlan.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'macvlan') },
  'network.set': { needs: ['links', 'ovs', 'networks'], apply: setNetwork },
  'network.remove': { needs: ['networks', 'guests'], apply: removeNetwork },
  'portgroup.set': { needs: ['ovs', 'networks', 'guests'], apply: setPortgroup },
  'portgroup.remove': { needs: ['networks', 'guests'], apply: removePortgroup },
  // A MAC is given out that nobody has.
  'guestNic.attach': { needs: [...PLUGGED, 'processes'], apply: attachGuestNic },
  'guestNic.move': { needs: PLUGGED, apply: moveGuestNic },
  'guestNic.detach': { needs: ['guests'], apply: detachGuestNic },
  'guestNic.setLink': { needs: ['guests'], apply: setGuestNicLink },
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
