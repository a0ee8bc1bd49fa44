import type { SceneItem } from './scene-items'
import { shapeOf, type WiringNode } from './nodes/node-types'

/**
 * Scene boxes as React Flow nodes. Sizes are given, not measured: nothing waits for the DOM. Lines are drawn by
 * EdgeLayer, so a node needs no handles.
 */
export function toFlowNodes(items: readonly SceneItem[]): WiringNode[] {
  return items.map((item) => {
    const { x, y, width, height } = item.top.box
    return {
      id: item.id,
      type: shapeOf(item),
      position: { x, y },
      width,
      height,
      measured: { width, height },
      data: { item },
    }
  })
}
