'use client'

import { ViewportPortal } from '@xyflow/react'
import type { Scene } from '@/lib/core/topology/place/scene'
import { Glyph } from './Glyph'
import { sentenceAt } from './sentence-at'

/** Beside the links that our own connection travels, where there is room; the panel says it in any case. */
export function ManagementSentence({ scene, text }: { scene: Scene; text: string }) {
  const place = sentenceAt(scene, text)
  if (place === null) return null
  return (
    <ViewportPortal>
      <p
        className="pointer-events-none absolute flex items-center gap-1.5 text-11/5 font-strong whitespace-nowrap"
        style={{ left: place.x, top: place.y }}
      >
        <Glyph name="lock" />
        {text}
      </p>
    </ViewportPortal>
  )
}
