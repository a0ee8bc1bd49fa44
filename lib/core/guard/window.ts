import { MAX_WINDOW_SECONDS } from './transaction'

export type WindowFacts = {
  /** What the steps themselves are expected to take. */
  stepSeconds: number
  /** A touched bridge runs spanning tree: listening and learning take 2 × 15 s (IEEE 802.1D forward delay). */
  hasStp: boolean
  /** An address comes from DHCP. */
  hasDhcp: boolean
  /** A bond negotiates LACP. */
  hasLacp: boolean
  /** A person confirms, not the console. */
  isManual: boolean
}

/** Shorter: a busy host is taken for a lost one and legitimate changes are undone; longer: a lost host stays lost longer. */
const MIN_WINDOW_SECONDS = 45
/** To read the result, think and click. */
const MANUAL_WINDOW_SECONDS = 300

/** T: seconds from arming until the host puts everything back by itself. */
export function windowSeconds({ stepSeconds, hasStp, hasDhcp, hasLacp, isManual }: WindowFacts): number {
  if (isManual) return MANUAL_WINDOW_SECONDS
  const wanted = 30 + Math.ceil(stepSeconds) + (hasStp ? 30 : 0) + (hasDhcp ? 30 : 0) + (hasLacp ? 10 : 0)
  return Math.min(MAX_WINDOW_SECONDS, Math.max(MIN_WINDOW_SECONDS, wanted))
}
