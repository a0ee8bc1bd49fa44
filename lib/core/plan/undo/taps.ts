/* Guests' taps come and go with their guests, and their names are given to others again. */
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { OBJECTS } from '../../objects/table'

function ownerOf<K extends ObjectKind>(change: ChangeOf<K>, side: 'before' | 'after'): string | null {
  const value = change[side]
  return value === null ? null : OBJECTS[change.kind].guestMac(value)
}

export const isGuestTap = (change: ObjectChange): boolean =>
  (ownerOf(change, 'after') ?? ownerOf(change, 'before')) !== null

/** Whether today's object of this name (as a change from null) is the same guest NIC's. */
export const isSameTap = (change: ObjectChange, today: ObjectChange): boolean =>
  (ownerOf(change, 'after') ?? ownerOf(change, 'before')) === ownerOf(today, 'after')
