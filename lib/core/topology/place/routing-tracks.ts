/* Vertical parts of edges share the channels between columns: each has its own track, 6 px from the next. */
import { groupBy } from '../graph/graph-view'
import { COLUMNS, TRACK_SPACING, TRACK_INSET, TRACK_MARGIN } from './geometry'

/**
 * One vertical part: from y `from` (nearer the switch) to y `to`, in the channel right of column `channel`. Segments of one `bundle`
 * (edges that leave one node) share a track, one for those that go down and one for those that go up.
 */
export type VerticalSegment = { id: string; channel: number; from: number; to: number; bundle: string }

type Track = { top: number; bottom: number }[]

const topOf = (segment: VerticalSegment) => Math.min(segment.from, segment.to)
const bottomOf = (segment: VerticalSegment) => Math.max(segment.from, segment.to)

/**
 * The x of every segment. Of segments that go down, the upper takes the track nearer the guests, and of those that go up the lower, so
 * that they do not cross. Segments that touch never share a track. Where a channel is too narrow its tracks move closer.
 */
export const assignTracks = (segments: readonly VerticalSegment[]): Map<string, number> => {
  const places = new Map<string, number>()
  for (let channel = 0; channel < COLUMNS.length; channel++) {
    const bundles = groupBy(
      segments.filter((segment) => segment.channel === channel),
      (segment) => `${segment.to >= segment.from ? 'down' : 'up'} ${segment.bundle}`,
    )
    const here = [...bundles].map(([id, members]) => spanOf(id, members))
    const tracks: Track[] = []
    const trackOf = new Map(inOrder(here).map((segment) => [segment.id, takeTrack(tracks, segment)]))
    for (const [id, members] of bundles)
      for (const segment of members) places.set(segment.id, trackX(channel, trackOf.get(id) ?? 0, tracks.length))
  }
  return places
}

/** From where all of a bundle leave to the farthest that one goes. */
const spanOf = (id: string, members: readonly VerticalSegment[]): VerticalSegment => ({
  ...members.reduce((span, segment) =>
    segment.to >= segment.from
      ? { ...span, from: Math.min(span.from, segment.from), to: Math.max(span.to, segment.to) }
      : { ...span, from: Math.max(span.from, segment.from), to: Math.min(span.to, segment.to) },
  ),
  id,
})

const inOrder = (segments: readonly VerticalSegment[]): VerticalSegment[] => {
  const isDown = (segment: VerticalSegment) => segment.to >= segment.from
  const down = segments.filter(isDown).sort((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1))
  const up = segments
    .filter((segment) => !isDown(segment))
    .sort((a, b) => b.from - a.from || a.to - b.to || (a.id < b.id ? -1 : 1))
  return [...down, ...up]
}

const takeTrack = (tracks: Track[], segment: VerticalSegment): number => {
  const span = { top: topOf(segment), bottom: bottomOf(segment) }
  const free = tracks.findIndex((track) => track.every((used) => used.top > span.bottom || used.bottom < span.top))
  if (free >= 0) {
    tracks[free]?.push(span)
    return free
  }
  tracks.push([span])
  return tracks.length - 1
}

const trackX = (channel: number, track: number, count: number): number => {
  const left = COLUMNS[channel]
  const right = COLUMNS[channel + 1]
  if (!left) return 0
  const leftEdge = left.x + left.width
  const rightEdge = right ? right.x : leftEdge + 16
  const room = rightEdge - leftEdge - TRACK_INSET - TRACK_MARGIN
  const step = count > 1 ? Math.min(TRACK_SPACING, room / (count - 1)) : 0
  return rightEdge - TRACK_INSET - track * step
}
