import type { Box, Point, Scene } from '@/lib/core/topology/place/scene'

const HEIGHT = 16
/** Of bold 11 px text, its widest letters counted in; the glyph before it. */
const LETTER = 6.2
const GLYPH = 22
const DISTANCE = 6

const isOver = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Below the links of our own connection, else above or right of them, where this sentence covers nothing; null where there is no such place. */
export function sentenceAt(
  { nodes, notes, hostBox }: Pick<Scene, 'nodes' | 'notes' | 'hostBox'>,
  text: string,
): Point | null {
  const size = { width: GLYPH + LETTER * text.length, height: HEIGHT }
  const own = [
    ...nodes.filter(({ node }) => node.isManagement && node.parent === null && node.rank !== 'bridge'),
    ...notes.filter(({ isManagement, kind }) => isManagement && kind === 'addresses'),
  ].map(({ box }) => box)
  if (own.length === 0) return null
  const taken = [...nodes, ...notes].map(({ box }) => box)
  const x = Math.min(...own.map((box) => box.x))
  const right = Math.max(...own.map((box) => box.x + box.width))
  const tries = [
    Math.max(...own.map((box) => box.y + box.height)) + DISTANCE,
    Math.min(...own.map((box) => box.y)) - HEIGHT - DISTANCE,
  ]
  const isFree = (at: Point): boolean => at.y > hostBox.y + 24 && !taken.some((box) => isOver(box, { ...at, ...size }))
  const [first] = own
  const beside = first === undefined ? [] : [{ x: right + DISTANCE, y: first.y + (first.height - HEIGHT) / 2 }]
  return [...tries.map((y) => ({ x, y })), ...beside].find(isFree) ?? null
}
