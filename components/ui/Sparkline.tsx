import type { SparkPoint } from './sparkline-path'
import { sparklinePath } from './sparkline-path'

type SparklineProps = {
  points: readonly SparkPoint[]
  /** How much time is shown, in the unit of the points. */
  span: number
  /** The value at the upper edge. */
  top: number
  /** What it shows, in words. */
  label: string
  width?: number
  height?: number
}

/** A small line over time, as wide as its box. */
export function Sparkline({ points, span, top, label, width = 120, height = 24 }: SparklineProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-6 w-full border-b border-line-1 text-accent"
    >
      <path
        d={sparklinePath(points, { width, height, span, top })}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
