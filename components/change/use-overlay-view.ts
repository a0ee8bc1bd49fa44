'use client'

import { useMemo, useState } from 'react'
import { socketsOf, toSceneItems } from '@/components/topology/scene-items'
import { useFrozenWhile } from '@/components/topology/use-frozen-while'
import { useVlanHues } from '@/components/topology/use-vlan-hues'
import { NO_MARKS, NO_SOURCES, type WiringView } from '@/components/topology/wiring-view'
import { useShared } from '@/lib/client/use-shared'
import type { Overlay } from '@/lib/core/topology/overlay/overlay'
import { pickScene, type OverlayView } from '@/lib/core/topology/overlay/pick-scene'
import { placeOverlay } from '@/lib/core/topology/overlay/place-overlay'

const NOTHING: ReadonlySet<string> = new Set()

/** Overlay → places → one side of it → what the canvas draws. Nothing fades here: the marks are what the eye should find. */
export function useOverlayView(overlay: Overlay, side: OverlayView) {
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [openFolds, setOpenFolds] = useState<readonly string[]>([])
  const [isPanning, setIsPanning] = useState(false)
  const placed = useMemo(
    () => placeOverlay(overlay, { expanded: new Set(openFolds), keep: new Set() }),
    [overlay, openFolds],
  )
  const whole = useFrozenWhile(isPanning, placed)
  const scene = useShared(useMemo(() => pickScene(whole, overlay, side), [whole, overlay, side]))
  const items = useShared(useMemo(() => toSceneItems(scene), [scene]))
  const hues = useVlanHues(overlay.before)
  const view = useMemo<WiringView>(() => {
    const byId = new Map(scene.nodes.map(({ node }) => [node.id, node]))
    return {
      selectedId,
      pathIds: NOTHING,
      brightIds: null,
      changedIds: NOTHING,
      reading: 0,
      focusVlan: null,
      pathVlan: null,
      hues,
      sockets: socketsOf(scene),
      edgeSources: NO_SOURCES,
      ...(side === 'now'
        ? NO_MARKS
        : { marks: overlay.marks, afterOf: side === 'both' ? overlay.after : NO_MARKS.afterOf }),
      parentOf: (id) => byId.get(byId.get(id)?.parent ?? '') ?? null,
      select: setSelectedId,
      toggleFold: (id) =>
        setOpenFolds((open) => (open.includes(id) ? open.filter((each) => each !== id) : [...open, id])),
    }
  }, [scene, overlay, side, selectedId, hues])
  return { scene, items, view, setIsPanning, clear: () => setSelectedId(null) }
}
