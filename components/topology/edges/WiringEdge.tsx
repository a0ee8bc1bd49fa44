'use client'

import { memo } from 'react'
import type { SceneEdge } from '@/lib/core/topology/place/scene'
import { fades } from '../fades'
import { useEdgeView } from '../WiringViewProvider'
import { CORE, HALO, lineClass } from './edge-classes'
import { edgePath } from './edge-path'

/**
 * One line of the scene. A trunk is drawn twice, in colour and with a core of background on top, which makes the double
 * line; `isOutside` says whose background: the canvas's left of the host box, else the host's.
 */
export const WiringEdge = memo(function WiringEdge({
  sceneEdge,
  isOutside,
}: {
  sceneEdge: SceneEdge
  isOutside: boolean
}) {
  const { edge, points, labelAt } = sceneEdge
  const { isOnPath, isBright, mark, stroke } = useEdgeView(edge)
  const path = edgePath(points)
  const line = lineClass({
    kind: edge.kind,
    mark,
    isOnPath,
    isInferred: edge.evidence !== 'confirmed',
    isOff: edge.health === 'off' || edge.health === 'error',
    isManagement: edge.isManagement,
  })
  return (
    <g className={fades(isBright)} data-edge-id={edge.id} data-on-path={isOnPath || undefined}>
      {isOnPath ? <path className={HALO} d={path} /> : null}
      <path className={line} d={path} style={{ stroke: stroke ?? undefined }} />
      {edge.kind === 'trunk' && mark === null ? (
        <path className={`${CORE} ${isOutside ? 'stroke-canvas' : 'stroke-panel'}`} d={path} />
      ) : null}
      {labelAt ? (
        <text
          className="fill-fg-2 stroke-panel stroke-[6px] text-11 [paint-order:stroke] in-data-far:invisible"
          x={labelAt.x}
          y={labelAt.y}
          dominantBaseline="central"
        >
          {edge.label}
        </text>
      ) : null}
    </g>
  )
})
