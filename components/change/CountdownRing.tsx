import type { Countdown } from './countdown'

const RADIUS = 42
const LENGTH = 2 * Math.PI * RADIUS

/** Steps once a second; the number is the text, the ring its share of the window. Not announced here: see TrialPanel. */
export function CountdownRing({ countdown: { seconds, share } }: { countdown: Countdown }) {
  return (
    <div role="timer" aria-label={`${seconds} seconds left`} className="relative size-24 flex-none">
      <svg viewBox="0 0 96 96" aria-hidden className="size-full -rotate-90 fill-none stroke-[5]">
        <circle cx="48" cy="48" r={RADIUS} className="stroke-line-2" />
        <circle
          cx="48"
          cy="48"
          r={RADIUS}
          className="stroke-warn"
          strokeLinecap="round"
          strokeDasharray={`${LENGTH * share} ${LENGTH}`}
        />
      </svg>
      <b aria-hidden className="absolute inset-0 grid place-items-center text-[length:var(--t-32)] leading-none">
        {seconds}
      </b>
    </div>
  )
}
