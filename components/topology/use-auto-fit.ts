'use client'

import { useReactFlow } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import type { Box, Scene } from '@/lib/core/topology/place/scene'
import { revealBox, widthViewport, type Viewport } from './viewport'

/** The selected node's box; null where nothing is selected or the node is folded away. */
function boxOf(scene: Scene, id: string | null): Box | null {
  return scene.nodes.find(({ node }) => node.id === id || (id !== null && node.folds.includes(id)))?.box ?? null
}

/**
 * Keeps the whole width of the scene in view when the window changes size, until a person moves the canvas: from then on
 * it stays where they put it. What gets selected from elsewhere (a link, the table, the inspector) is brought into the
 * window either way.
 */
export function useAutoFit(scene: Scene, selectedId: string | null, frame: RefObject<HTMLElement | null>) {
  const { setViewport, getViewport } = useReactFlow()
  const isMovedByHand = useRef(false)

  const show = (start: Viewport) => {
    const element = frame.current
    const box = boxOf(scene, selectedId)
    if (!element) return
    const next = box ? revealBox(start, box, { width: element.clientWidth, height: element.clientHeight }) : start
    if (next !== getViewport()) void setViewport(next)
  }
  const fit = () => show(widthViewport(scene, frame.current?.clientWidth ?? 0))

  const onResize = useEffectEvent(() => {
    if (!isMovedByHand.current) fit()
  })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => onResize())
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])

  const onSelect = useEffectEvent(() => show(getViewport()))
  const isFirst = useRef(true)
  useEffect(() => {
    // The first picture is the observer's to show.
    if (!isFirst.current) onSelect()
    isFirst.current = false
  }, [selectedId])

  return {
    holdStill: () => {
      isMovedByHand.current = true
    },
    followAgain: () => {
      isMovedByHand.current = false
      fit()
    },
  }
}
