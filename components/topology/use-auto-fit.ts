'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef, type RefObject } from 'react'
import type { Scene } from '@/lib/core/topology/scene'

/** Below this only names are shown: the first picture never starts there. */
export const FAR_ZOOM = 0.75
export const MIN_ZOOM = 0.2
export const MAX_ZOOM = 2
/** Right of the host box: its border must not touch the window's. */
const EDGE_PX = 2

/** All eight ranks in the width, at most at 100 %, at the top; centred where there is room to spare. */
export function widthViewport({ hostBox }: Pick<Scene, 'hostBox'>, windowWidth: number) {
  const width = hostBox.x + hostBox.width + EDGE_PX
  const zoom = Math.min(1, Math.max(FAR_ZOOM, windowWidth / width))
  return { x: Math.max(0, Math.round((windowWidth - width * zoom) / 2)), y: 0, zoom }
}

/**
 * Keeps the whole width of the scene in view when the window or the scene changes size, until a person moves the canvas:
 * from then on it stays where they put it.
 */
export function useAutoFit(scene: Scene, frame: RefObject<HTMLElement | null>) {
  const { setViewport } = useReactFlow()
  const isMovedByHand = useRef(false)
  const { hostBox } = scene

  const fitWidth = useCallback(
    (element: HTMLElement | null) => {
      if (element) void setViewport(widthViewport({ hostBox }, element.clientWidth))
    },
    [setViewport, hostBox],
  )

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (!isMovedByHand.current) fitWidth(element)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [fitWidth, frame])

  return {
    holdStill: () => {
      isMovedByHand.current = true
    },
    followAgain: () => {
      isMovedByHand.current = false
      fitWidth(frame.current)
    },
  }
}
