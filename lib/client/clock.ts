import { useSyncExternalStore } from 'react'

/** Below this a difference is rounding of the Date header and the way of the answer, not a wrong clock. */
const SKEW_TOLERANCE_MS = 2_000

let offsetMs = 0

/**
 * How far the console's clock is ahead of this browser's, in ms, from an answer's Date header (whole seconds, so its middle
 * is taken); 0 where it is missing or within the tolerance. Ages are shown on the console's clock: a laptop that is minutes
 * off must not make a live host look stale.
 */
export function clockOffset(dateHeader: string | null, nowMs: number): number {
  const serverMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader)
  const differenceMs = serverMs + 500 - nowMs
  return Number.isFinite(differenceMs) && Math.abs(differenceMs) > SKEW_TOLERANCE_MS ? differenceMs : 0
}

export function noteServerDate(dateHeader: string | null): void {
  offsetMs = clockOffset(dateHeader, Date.now())
}

/** One timer for all ages on the page; it runs only while one is shown. */
const TICK_MS = 500
const listeners = new Set<() => void>()
let tickMs = 0
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    tickMs = Date.now() + offsetMs
    timer = setInterval(() => {
      tickMs = Date.now() + offsetMs
      for (const each of listeners) each()
    }, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The console's time in Unix ms, twice a second; 0 on the server and in the very first render. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => tickMs,
    () => 0,
  )
}
