import type { NetworkState } from '../model/network-state'
import { GROUNDS, unreadGrounds } from '../objects/unread-grounds'
import { unreadOfObject } from '../plan/needs'
import type { ObjectChange } from '../objects/object-ref'

/**
 * Why a reading cannot tell whether these objects are as they were or should be, one sentence for each part that it lacks; empty:
 * it can. What was not read is not absent.
 */
export function unreadFor(changes: readonly ObjectChange[], state: NetworkState): string[] {
  const unread = unreadGrounds(state, { isGoneWithTool: false })
  const lacks = new Set(changes.flatMap((change) => unreadOfObject(unread, change)))
  return [...lacks].map(({ ground, reason }) => `${GROUNDS[ground].noun} could not be read: ${reason}`)
}
