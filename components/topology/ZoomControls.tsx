'use client'

import { useReactFlow, useStore } from '@xyflow/react'
import type { Scene } from '@/lib/core/topology/place/scene'
import { MAX_ZOOM, MIN_ZOOM } from './viewport'

const STEP = 1.25

type ZoomControlsProps = { scene: Scene; onZoom: () => void; onReset: () => void }

/** Minus, the zoom itself (a click goes back to the first picture), plus, and the whole scene at once. */
export function ZoomControls({ scene, onZoom, onReset }: ZoomControlsProps) {
  const { zoomTo, getZoom, fitBounds } = useReactFlow()
  const percent = useStore((state) => Math.round(state.transform[2] * 100))
  const zoomBy = (factor: number) => {
    onZoom()
    void zoomTo(Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, getZoom() * factor)))
  }
  const fit = () => {
    onZoom()
    void fitBounds({ x: 0, y: 0, width: scene.width, height: scene.height }, { padding: 0.02 })
  }
  return (
    <div className="tp-zoom" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" onClick={() => zoomBy(1 / STEP)}>
        −
      </button>
      <button type="button" aria-label={`${percent} %, back to the first view`} onClick={onReset}>
        {percent} %
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => zoomBy(STEP)}>
        +
      </button>
      <button type="button" onClick={fit}>
        Fit
      </button>
    </div>
  )
}
