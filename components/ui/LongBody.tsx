'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { LinePlace } from './DataTable'

/** Of most rows; what a row really has is measured as it is drawn. */
const ROW_PX = 41
/** A screenful more at either end, so that a quick wheel and the Tab key find something there. */
const OVERSCAN_ROWS = 20

type Props = {
  keys: readonly string[]
  draw: (index: number, place: LinePlace) => ReactNode
  className: string
}

/** The body of a long table: only what is near the window is drawn, and its place counts for the rest. */
export function LongBody({ keys, draw, className }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [frame, setFrame] = useState({ topPx: 0, gapPx: 0 })
  const virtual = useVirtualizer({
    count: keys.length,
    getItemKey: (index) => keys[index] ?? index,
    getScrollElement: () => scrollerOf(body.current),
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    scrollMargin: frame.topPx,
    gap: frame.gapPx,
  })
  // What stands above the table may have another height with every drawing of it.
  useLayoutEffect(() => {
    const next = frameOf(body.current)
    setFrame((last) => (last.topPx === next.topPx && last.gapPx === next.gapPx ? last : next))
  }, [keys])
  const items = virtual.getVirtualItems()
  const abovePx = (items[0]?.start ?? frame.topPx) - frame.topPx
  const belowPx = virtual.getTotalSize() - ((items.at(-1)?.end ?? frame.topPx) - frame.topPx)
  return (
    <tbody ref={body} role="rowgroup" className={className}>
      <Room px={abovePx} />
      {items.map(({ index }) => draw(index, { 'data-index': index, ref: virtual.measureElement }))}
      <Room px={belowPx} />
    </tbody>
  )
}

function Room({ px }: { px: number }) {
  return px > 0 && <tr aria-hidden style={{ height: px }} />
}

/** How far the body is below the top of what scrolls, and what is between its rows (a phone's cards). */
function frameOf(body: HTMLElement | null): { topPx: number; gapPx: number } {
  const scroller = scrollerOf(body)
  if (body === null || scroller === null) return { topPx: 0, gapPx: 0 }
  const top = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
  return { topPx: Math.round(top), gapPx: Number.parseFloat(getComputedStyle(body).rowGap) || 0 }
}

/** The nearest part of the page around the table that scrolls down; the table's own box scrolls sideways alone. */
function scrollerOf(body: HTMLElement | null): HTMLElement | null {
  let box = body?.closest('table')?.parentElement?.parentElement ?? null
  while (box !== null && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement
  return box
}
