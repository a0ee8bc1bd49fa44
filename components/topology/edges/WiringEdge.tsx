'use client'

import { memo } from 'react'
import type { SceneEdge } from '@/lib/core/topology/place/scene'
import { useEdgeLook } from '../WiringViewProvider'
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
  const { isOnPath, isBright, mark, stroke } = useEdgeLook(edge)
  const path = edgePath(points)
  const classes = [
    'tp-edge',
    `tp-edge-${edge.kind}`,
    edge.health === 'off' || edge.health === 'error' ? 'is-off' : '',
    edge.evidence === 'confirmed' ? '' : 'is-inferred',
    isOnPath ? 'is-on-path' : '',
    'tp-fades',
    isBright ? 'is-bright' : '',
    edge.isManagement ? 'is-management' : '',
    mark === null ? '' : `is-${mark}`,
  ]
  return (
    <g className={classes.filter(Boolean).join(' ')} data-edge-id={sceneEdge.edge.id}>
      {isOnPath ? <path className="tp-edge-halo" d={path} /> : null}
      <path className="tp-edge-line" d={path} style={{ stroke: stroke ?? undefined }} />
      {edge.kind === 'trunk' && mark === null ? (
        <path className={`tp-edge-core${isOutside ? ' tp-edge-core-outside' : ''}`} d={path} />
      ) : null}
      {labelAt ? (
        <text className="tp-edge-label" x={labelAt.x} y={labelAt.y} dominantBaseline="central">
          {edge.label}
        </text>
      ) : null}
    </g>
  )
})
