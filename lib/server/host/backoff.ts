/** First wait after a failure. Longer: a host that rebooted looks down for longer than it is; shorter: we knock in vain. */
const FIRST_MS = 1_000
/** Longest wait. Longer: a person waits for a host that is back; shorter: dead hosts cost connections for nothing. */
const LONGEST_MS = 60_000

/**
 * Milliseconds to wait before try number `failures` + 1, doubling from one second to a minute. `random` (0 to 1) takes up to
 * half of it away, so that many hosts that went away together do not come back together.
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
  return Math.round(full * (1 - random / 2))
}
