'use client'

import { useStore, ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import type { Scene } from '@/lib/core/topology/place/scene'
import { useWiringView } from '../WiringViewProvider'
import { edgesWithin, tileBox, tileWindow } from './edge-window'
import { WiringEdge } from './WiringEdge'

/** Above this many edges only those near the window are mounted. */
const MOUNT_ALL_UP_TO = 600

/**
 * All lines in one SVG below the nodes. The scene says where each line runs, so React Flow's own edges (a handle in the
 * DOM at either end, a store subscription each) would only cost; those on the path are drawn last, on top.
 */
export function EdgeLayer({ scene }: { scene: Scene }) {
  const pathIds = useWiringView((view) => view.pathIds)
  const isLarge = scene.edges.length > MOUNT_ALL_UP_TO
  const tiles = useStore((state) => (isLarge ? tileWindow(state.transform, state.width, state.height) : ''))
  const edges = useMemo(() => {
    const mounted = isLarge ? edgesWithin(scene.edges, tileBox(tiles)) : scene.edges
    const isOnPath = ({ edge }: (typeof mounted)[number]) => pathIds.has(edge.id)
    return [...mounted.filter((edge) => !isOnPath(edge)), ...mounted.filter(isOnPath)]
  }, [scene, isLarge, tiles, pathIds])
  return (
    <ViewportPortal>
      <svg
        className="pointer-events-none absolute -z-1 overflow-visible"
        width={scene.width}
        height={scene.height}
        aria-hidden="true"
      >
        {edges.map((sceneEdge) => (
          <WiringEdge
            key={sceneEdge.edge.id}
            sceneEdge={sceneEdge}
            isOutside={(sceneEdge.points[0]?.x ?? 0) < scene.hostBox.x}
          />
        ))}
      </svg>
    </ViewportPortal>
  )
}
