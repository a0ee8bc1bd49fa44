/* Vertical parts of edges share the gutters between columns: each has its own lane, 6 px from the next. */
import { groupBy } from './graph-view'
import { COLUMNS, LANE, LANE_INSET, LANE_MARGIN } from './geometry'

/**
 * One vertical part: from y `from` (nearer the switch) to y `to`, in the gutter right of column `gutter`. Jogs of one `bundle`
 * (edges that leave one node) share a lane, one for those that go down and one for those that go up.
 */
export type Jog = { id: string; gutter: number; from: number; to: number; bundle: string }

type Lane = { top: number; bottom: number }[]

const topOf = (jog: Jog) => Math.min(jog.from, jog.to)
const bottomOf = (jog: Jog) => Math.max(jog.from, jog.to)

/**
 * The x of every jog. Of jogs that go down, the upper takes the lane nearer the guests, and of those that go up the lower, so
 * that they do not cross. Jogs that touch never share a lane. Where a gutter is too narrow its lanes move closer.
 */
export const assignLanes = (jogs: readonly Jog[]): Map<string, number> => {
  const places = new Map<string, number>()
  for (let gutter = 0; gutter < COLUMNS.length; gutter++) {
    const bundles = groupBy(
      jogs.filter((jog) => jog.gutter === gutter),
      (jog) => `${jog.to >= jog.from ? 'down' : 'up'} ${jog.bundle}`,
    )
    const here = [...bundles].map(([id, members]) => spanOf(id, members))
    const lanes: Lane[] = []
    const laneOf = new Map(inOrder(here).map((jog) => [jog.id, takeLane(lanes, jog)]))
    for (const [id, members] of bundles)
      for (const jog of members) places.set(jog.id, laneX(gutter, laneOf.get(id) ?? 0, lanes.length))
  }
  return places
}

/** From where all of a bundle leave to the farthest that one goes. */
const spanOf = (id: string, members: readonly Jog[]): Jog => ({
  ...members.reduce((span, jog) =>
    jog.to >= jog.from
      ? { ...span, from: Math.min(span.from, jog.from), to: Math.max(span.to, jog.to) }
      : { ...span, from: Math.max(span.from, jog.from), to: Math.min(span.to, jog.to) },
  ),
  id,
})

const inOrder = (jogs: readonly Jog[]): Jog[] => {
  const isDown = (jog: Jog) => jog.to >= jog.from
  const down = jogs.filter(isDown).sort((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1))
  const up = jogs.filter((jog) => !isDown(jog)).sort((a, b) => b.from - a.from || a.to - b.to || (a.id < b.id ? -1 : 1))
  return [...down, ...up]
}

const takeLane = (lanes: Lane[], jog: Jog): number => {
  const span = { top: topOf(jog), bottom: bottomOf(jog) }
  const free = lanes.findIndex((lane) => lane.every((used) => used.top > span.bottom || used.bottom < span.top))
  if (free >= 0) {
    lanes[free]?.push(span)
    return free
  }
  lanes.push([span])
  return lanes.length - 1
}

const laneX = (gutter: number, lane: number, count: number): number => {
  const left = COLUMNS[gutter]
  const right = COLUMNS[gutter + 1]
  if (!left) return 0
  const leftEdge = left.x + left.width
  const rightEdge = right ? right.x : leftEdge + 16
  const room = rightEdge - leftEdge - LANE_INSET - LANE_MARGIN
  const step = count > 1 ? Math.min(LANE, room / (count - 1)) : 0
  return rightEdge - LANE_INSET - lane * step
}
