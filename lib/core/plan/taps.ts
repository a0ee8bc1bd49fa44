/* Guests' taps come and go with their guests, and their names are given to others again. */
import type { ObjectChange } from '../objects/object-ref'

/** The MAC that tells whose tap or port this is; null for what is no guest's. */
function ownerOf(change: ObjectChange, side: 'before' | 'after'): string | null {
  if (change.kind === 'link') {
    const link = change[side]
    return link?.kind === 'tap' ? link.mac : null
  }
  if (change.kind !== 'ovs-port') return null
  // libvirt's mark (virNetDevOpenvswitchAddPort).
  return (
    change[side]?.interfaces.map(({ externalIds }) => externalIds['attached-mac']).find((mac) => mac != null) ?? null
  )
}

export const isGuestTap = (change: ObjectChange): boolean =>
  (ownerOf(change, 'after') ?? ownerOf(change, 'before')) !== null

/** Whether today's object of this name (as a change from null) is the same guest NIC's. */
export const isSameTap = (change: ObjectChange, today: ObjectChange): boolean =>
  (ownerOf(change, 'after') ?? ownerOf(change, 'before')) === ownerOf(today, 'after')
