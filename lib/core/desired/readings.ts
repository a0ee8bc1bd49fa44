import type { NetworkState } from '../model/network-state'
import { unreadGrounds } from '../objects/unread-grounds'
import { unreadOfObject } from '../plan/needs'
import type { ObjectRef } from '../objects/object-ref'

/** Whether an object that was not found is not there: where what it rests on was not read whole, nobody can tell. */
export const isAbsenceKnown = (observed: NetworkState, ref: ObjectRef): boolean =>
  unreadOfObject(unreadGrounds(observed), ref).length === 0
