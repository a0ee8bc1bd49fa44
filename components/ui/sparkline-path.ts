export type SparkPoint = { at: number; value: number }

/** A line over time: `span` before the newest point is the left edge, `top` is the upper one. Empty below two points. */
export function sparklinePath(
  points: readonly SparkPoint[],
  { width, height, span, top }: { width: number; height: number; span: number; top: number },
): string {
  const end = points.at(-1)?.at ?? 0
  const inside = points.filter(({ at }) => at >= end - span)
  if (inside.length < 2) return ''
  const place = ({ at, value }: SparkPoint) => {
    const x = width - ((end - at) / span) * width
    const y = height - 1 - (top <= 0 ? 0 : Math.min(1, value / top)) * (height - 2)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
  return `M${inside.map(place).join('L')}`
}
