import type { Box, Scene } from '@/lib/core/topology/place/scene'

/** React Flow's viewport: scene (0, 0) is drawn at (x, y), magnified by `zoom`. */
export type Viewport = { x: number; y: number; zoom: number }
export type Size = { width: number; height: number }

/** Below this only names are shown: the first picture never starts there. */
export const FAR_ZOOM = 0.75
export const MIN_ZOOM = 0.2
export const MAX_ZOOM = 2
/** Right of the host box: its border must not touch the window's. */
const EDGE_PX = 2
/** Around a node that is brought into the window. */
const REVEAL_MARGIN_PX = 16

/** All eight ranks in the width, at most at 100 %, at the top; centred where there is room to spare. */
export function widthViewport({ hostBox }: Pick<Scene, 'hostBox'>, windowWidth: number): Viewport {
  const width = hostBox.x + hostBox.width + EDGE_PX
  const zoom = Math.min(1, Math.max(FAR_ZOOM, windowWidth / width))
  return { x: Math.max(0, Math.round((windowWidth - width * zoom) / 2)), y: 0, zoom }
}

/** How far to move a span so that it lies within 0 and `limit`; its near side wins when it is too long. */
function shiftInto(from: number, to: number, limit: number): number {
  const [min, max] = [REVEAL_MARGIN_PX, limit - REVEAL_MARGIN_PX]
  if (from < min) return min - from
  return to > max ? Math.max(max - to, min - from) : 0
}

/** The viewport moved as little as needed to show the box; the same object when it is in the window already. */
export function revealBox(viewport: Viewport, box: Box, window: Size): Viewport {
  const { x, y, zoom } = viewport
  const dx = shiftInto(box.x * zoom + x, (box.x + box.width) * zoom + x, window.width)
  const dy = shiftInto(box.y * zoom + y, (box.y + box.height) * zoom + y, window.height)
  return dx === 0 && dy === 0 ? viewport : { x: x + dx, y: y + dy, zoom }
}
