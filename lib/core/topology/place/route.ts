/* Edges as orthogonal lines: straight where both ends are level, else with one bend in a channel, never through a box. */
import type { GraphEdge, GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { columnIndex, HALF_ROW } from './geometry'
import { findFreeIntervals } from './free-intervals'
import type { FreeIntervals } from './free-intervals'
import { assignTracks } from './routing-tracks'
import type { VerticalSegment } from './routing-tracks'
import type { Box, Point, SceneEdge } from './scene'

type End = { node: GraphNode; box: Box; outer: Box; column: number }

/** A line before its tracks are known: heights at which it crosses, with a channel between each two. */
type Course = { edge: GraphEdge; startX: number; endX: number; heights: number[]; channels: number[] }

/** Lines for all edges whose ends are placed. `boxes` has every node, `obstacles` what no line may touch. */
export const routeEdges = (view: GraphView, boxes: ReadonlyMap<string, Box>, obstacles: Iterable<Box>): SceneEdge[] => {
  const free = findFreeIntervals(obstacles)
  const courses = view.graph.edges.flatMap((edge) => courseOf(view, boxes, free, edge) ?? [])
  const tracks = assignTracks(courses.flatMap(segmentsOf))
  return courses.map((course) => {
    const points = pointsOf(course, tracks)
    return { edge: course.edge, points, labelAt: course.edge.label === '' ? null : labelPoint(points) }
  })
}

const endOf = (view: GraphView, boxes: ReadonlyMap<string, Box>, id: string): End | null => {
  const node = view.node(id)
  const box = boxes.get(id)
  const outer = boxes.get(view.root(id))
  return node && box && outer ? { node, box, outer, column: columnIndex(node.rank) } : null
}

const courseOf = (
  view: GraphView,
  boxes: ReadonlyMap<string, Box>,
  free: FreeIntervals,
  edge: GraphEdge,
): Course | null => {
  const from = endOf(view, boxes, edge.from)
  const to = endOf(view, boxes, edge.to)
  if (!from || !to) return null
  if (from.column === to.column) return sideCourse(edge, from, to)
  const [left, right] = from.column < to.column ? [from, to] : [to, from]
  const start = anchor(left, middleOf(right))
  const end = anchor(right, start)
  const between = range(left.column + 1, right.column)
  const ends = { edge, startX: left.outer.x + left.outer.width, endX: right.outer.x }
  if (Math.abs(start - end) < 0.5 && free.isFree(between, start)) return { ...ends, heights: [start], channels: [] }
  // Towards guests the bend belongs beside the guest; elsewhere beside what the line comes from.
  const isLate = right.node.rank === 'guest' && free.isFree(between, start)
  if (!isLate && free.isFree(between, end)) return { ...ends, heights: [start, end], channels: [left.column] }
  if (free.isFree(between, start)) return { ...ends, heights: [start, end], channels: [right.column - 1] }
  const detour = free.nearest(between, end)
  return { ...ends, heights: [start, detour, end], channels: [left.column, right.column - 1] }
}

/** Both ends in one column (patch pairs, stacked VLAN links): round the left side. */
const sideCourse = (edge: GraphEdge, from: End, to: End): Course => ({
  edge,
  startX: from.outer.x,
  endX: to.outer.x,
  heights: [anchor(from, middleOf(to)), anchor(to, middleOf(from))],
  channels: [from.column - 1],
})

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

const END_INSET = 10

const isTall = ({ node, box }: End): boolean =>
  node.kind === 'bond' || (node.rank === 'network' && box.height > 2 * HALF_ROW)

const middleOf = (end: End): number =>
  isBox(end.node) && end.node.folds.length === 0 ? end.box.y + HALF_ROW : end.box.y + end.box.height / 2

const isBox = (node: GraphNode): boolean =>
  ['linux-bridge', 'ovs-bridge', 'fake-bridge', 'guest', 'switch'].includes(node.kind)

/** Where a line meets a box: level with its other end where the box is tall enough, else the box's (or its header's) middle. */
const anchor = (end: End, wanted: number): number => {
  if (!isTall(end)) return middleOf(end)
  return Math.min(Math.max(wanted, end.box.y + END_INSET), end.box.y + end.box.height - END_INSET)
}

const segmentId = (edge: GraphEdge, index: number) => `${edge.id}#${index}`

const segmentsOf = (course: Course): VerticalSegment[] =>
  course.channels.map((channel, index) => ({
    id: segmentId(course.edge, index),
    channel,
    from: course.heights[index] ?? 0,
    to: course.heights[index + 1] ?? 0,
    bundle:
      course.edge.kind === 'patch' || course.edge.kind === 'veth' ? course.edge.id : `${course.edge.from} ${index}`,
  }))

const pointsOf = (course: Course, tracks: ReadonlyMap<string, number>): Point[] => {
  const points: Point[] = [{ x: course.startX, y: course.heights[0] ?? 0 }]
  course.channels.forEach((_, index) => {
    const x = tracks.get(segmentId(course.edge, index)) ?? course.startX
    points.push({ x, y: course.heights[index] ?? 0 }, { x, y: course.heights[index + 1] ?? 0 })
  })
  points.push({ x: course.endX, y: course.heights.at(-1) ?? 0 })
  return points
}

/** Least length of a line that has room for a word. */
const LABEL_ROOM = 60

/** Near the guest's end of the last horizontal part; null where that is too short. */
const labelPoint = (points: readonly Point[]): Point | null => {
  const end = points.at(-1)
  const before = points.at(-2)
  if (!end || !before || end.x - before.x < LABEL_ROOM) return null
  return { x: Math.max((before.x + end.x) / 2, end.x - 104), y: end.y }
}
