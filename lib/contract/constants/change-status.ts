/**
 * planned: nothing was done · applying: under way on the host · awaiting_confirmation: it works, and the host undoes it unless it
 * is kept in time · confirmed: kept · rolled_back: the host put everything back · rollback_failed: it could not, a person must
 * look · failed: ended before the host was changed · stale: the host is no longer as planned on, nothing was done.
 */
export const CHANGE_STATUSES = [
  'planned',
  'applying',
  'awaiting_confirmation',
  'confirmed',
  'rolled_back',
  'rollback_failed',
  'failed',
  'stale',
] as const

/** Statuses that nothing but a person leaves, or nothing at all. */
export const FINAL_STATUSES: ReadonlySet<(typeof CHANGE_STATUSES)[number]> = new Set([
  'confirmed',
  'rolled_back',
  'rollback_failed',
  'failed',
  'stale',
])
