'use client'

import { useReactFlow, useStore } from '@xyflow/react'
import type { Scene } from '@/lib/core/topology/place/scene'
import { MAX_ZOOM, MIN_ZOOM } from './viewport'

const STEP = 1.25
const BUTTON =
  'h-7 min-w-7 border-line-2 px-[7px] not-first:border-l hover:bg-surface-3 hover:text-fg focus-visible:-outline-offset-2'

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
    // At the right in a preview: the banner says left whether any of it is so.
    <div
      className="absolute bottom-3 left-3 z-(--z-rank) flex overflow-hidden rounded-node border border-line-2 bg-surface-2 text-11/5 text-fg-2 in-data-preview:right-3 in-data-preview:bottom-7 in-data-preview:left-auto"
      role="group"
      aria-label="Zoom"
    >
      <button type="button" className={BUTTON} aria-label="Zoom out" onClick={() => zoomBy(1 / STEP)}>
        −
      </button>
      <button type="button" className={BUTTON} aria-label={`${percent} %, back to the first view`} onClick={onReset}>
        {percent} %
      </button>
      <button type="button" className={BUTTON} aria-label="Zoom in" onClick={() => zoomBy(STEP)}>
        +
      </button>
      <button type="button" className={BUTTON} onClick={fit}>
        Fit
      </button>
    </div>
  )
}
