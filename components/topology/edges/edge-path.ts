import type { Point } from '@/lib/core/topology/place/scene'

/** Radius of a bend, as --r-edge. */
const BEND_PX = 6

const distance = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

/** The point `length` px from `corner` towards `other`, along one axis. */
function towards(corner: Point, other: Point, length: number): Point {
  return {
    x: corner.x + Math.sign(other.x - corner.x) * (other.x === corner.x ? 0 : length),
    y: corner.y + Math.sign(other.y - corner.y) * (other.y === corner.y ? 0 : length),
  }
}

/**
 * SVG path data of an orthogonal polyline with rounded bends. A bend never takes more than half of a leg, so that two
 * bends close together still join smoothly. Repeated points are dropped; fewer than two give an empty path.
 */
export function edgePath(points: readonly Point[], bendPx = BEND_PX): string {
  const corners = points.filter((point, index) => {
    const before = points[index - 1]
    return !before || distance(before, point) > 0
  })
  const [first, ...rest] = corners
  if (!first || rest.length === 0) return ''
  let path = `M${first.x} ${first.y}`
  for (let index = 1; index < corners.length; index += 1) {
    const [before, corner, after] = [corners[index - 1], corners[index], corners[index + 1]]
    if (!before || !corner) continue
    const isStraight =
      !after || (before.x === corner.x && corner.x === after.x) || (before.y === corner.y && corner.y === after.y)
    if (isStraight) {
      path += `L${corner.x} ${corner.y}`
      continue
    }
    const radius = Math.min(bendPx, distance(before, corner) / 2, distance(corner, after) / 2)
    const enter = towards(corner, before, radius)
    const leave = towards(corner, after, radius)
    path += `L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`
  }
  return path
}
