/** STP keeps a new port listening and learning for 15 s each (IEEE 802.1D-2004, 17.14). */
export const STP_SECONDS = 30
/** LACP comes together within three of its periods: 1 s each where it is fast, which is what we ask for first. */
export const LACP_SECONDS = 3
/** A link or a port that is made anew: too short to see for most, longer than nothing. */
export const BLINK_SECONDS = 1

/** Why frames that pass an object are lost for a while. */
export type Cause = { name: string; seconds: number; why: string }
