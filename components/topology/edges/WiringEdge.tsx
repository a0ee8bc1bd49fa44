'use client'

import type { SceneEdge } from '@/lib/core/topology/scene'
import { carriesVlan } from '@/lib/core/topology/vlan-words'
import { hueColour } from '../vlan-hues'
import { useWiringView, type WiringView } from '../wiring-view'
import { edgePath } from './edge-path'

/** At rest every edge is grey; it takes its VLAN's colour while a path is lit or a VLAN is searched. */
function strokeOf({ edge }: SceneEdge, view: WiringView): string | undefined {
  if (view.pathIds.has(edge.id)) return view.pathVlan === null ? 'var(--accent)' : hueColour(view.hues, view.pathVlan)
  if (view.focusVlan === null || view.dimIds.has(edge.id)) return undefined
  return edge.vlan && carriesVlan(edge.vlan, view.focusVlan) ? hueColour(view.hues, view.focusVlan) : undefined
}

/**
 * One line of the scene. A trunk is drawn twice, in colour and with a core of background on top, which makes the double
 * line; `isOutside` says whose background: the canvas's left of the host box, else the host's.
 */
export function WiringEdge({ sceneEdge, isOutside }: { sceneEdge: SceneEdge; isOutside: boolean }) {
  const view = useWiringView()
  const { edge, points, labelAt } = sceneEdge
  const path = edgePath(points)
  const isOnPath = view.pathIds.has(edge.id)
  const mark = view.marks.get(edge.id)
  const classes = [
    'tp-edge',
    `tp-edge-${edge.kind}`,
    edge.health === 'off' || edge.health === 'error' ? 'is-off' : '',
    edge.evidence === 'confirmed' ? '' : 'is-inferred',
    isOnPath ? 'is-on-path' : '',
    view.dimIds.has(edge.id) ? 'is-dim' : '',
    edge.isManagement ? 'is-management' : '',
    mark === undefined ? '' : `is-${mark}`,
  ]
  return (
    <g className={classes.filter(Boolean).join(' ')} data-edge-id={sceneEdge.edge.id}>
      {isOnPath ? <path className="tp-edge-halo" d={path} /> : null}
      <path className="tp-edge-line" d={path} style={{ stroke: strokeOf(sceneEdge, view) }} />
      {edge.kind === 'trunk' && mark === undefined ? (
        <path className={`tp-edge-core${isOutside ? ' tp-edge-core-outside' : ''}`} d={path} />
      ) : null}
      {labelAt ? (
        <text className="tp-edge-label" x={labelAt.x} y={labelAt.y} dominantBaseline="central">
          {edge.label}
        </text>
      ) : null}
    </g>
  )
}
