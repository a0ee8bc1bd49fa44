/**
 * A part of a reading that plans rest on. `functions`: which card each guest has a function of. `management`: the way our own SSH
 * connection comes in. `identity`: new names follow from it.
 */
export type Ground =
  'links' | 'routes' | 'vlans' | 'ovs' | 'networks' | 'guests' | 'processes' | 'functions' | 'management' | 'identity'

/** Who may stand on a link. */
export const USERS = ['networks', 'guests', 'processes', 'functions'] as const satisfies Ground[]
/** What the removal of a link rests on. */
export const REMOVED_LINK = ['links', 'routes', 'ovs', ...USERS, 'management'] as const satisfies Ground[]
