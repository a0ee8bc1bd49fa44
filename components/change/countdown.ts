/** The ring steps once a second, and its number is read aloud at these. */
const SPOKEN = [60, 30, 10, 5] as const

export type Countdown = {
  /** Whole seconds until the host puts everything back, 0 when it does. */
  seconds: number
  /** 1 at the start of the window, 0 at its end: how much of the ring is drawn. */
  share: number
  /** The last of the spoken marks that was passed; null before the first. */
  spoken: number | null
}

/** `deadlineAt` and `nowMs` are both on the console's clock. A window that was extended may have more left than it began with. */
export function countdownOf(deadlineAt: string, windowSeconds: number | null, nowMs: number): Countdown {
  const seconds = Math.max(0, Math.ceil((Date.parse(deadlineAt) - nowMs) / 1_000))
  const whole = Math.max(windowSeconds ?? seconds, seconds, 1)
  const passed = SPOKEN.filter((mark) => seconds <= mark)
  // What the window never was longer than has not been passed.
  const [last] = passed.filter((mark) => mark < whole).slice(-1)
  return { seconds, share: seconds / whole, spoken: last ?? null }
}

/** "41 s", "2 min 5 s". */
export function secondsText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
}
