import type { Box, SceneEdge } from '@/lib/core/topology/place/scene'

/** Side of a tile in scene pixels: the set of mounted edges changes only when the window enters another tile. */
const TILE_PX = 512

type Transform = readonly [x: number, y: number, zoom: number]

/** The tiles that a window shows, as text, so that panning inside them compares equal. */
export function tileWindow([x, y, zoom]: Transform, width: number, height: number): string {
  const tile = (pixels: number) => Math.floor(pixels / zoom / TILE_PX)
  return [tile(-x), tile(-y), tile(width - x) + 1, tile(height - y) + 1].join(' ')
}

/** The scene area that a `tileWindow` text stands for. */
export function tileBox(tiles: string): Box {
  const [left = 0, top = 0, right = 0, bottom = 0] = tiles.split(' ').map((tile) => Number(tile) * TILE_PX)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Edges with some part inside the area, by their bounding boxes. */
export function edgesWithin(edges: readonly SceneEdge[], { x, y, width, height }: Box): SceneEdge[] {
  return edges.filter(({ points }) => {
    const xs = points.map((point) => point.x)
    const ys = points.map((point) => point.y)
    return Math.max(...xs) >= x && Math.min(...xs) <= x + width && Math.max(...ys) >= y && Math.min(...ys) <= y + height
  })
}
