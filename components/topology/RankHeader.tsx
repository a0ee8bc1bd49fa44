'use client'

import { useViewport } from '@xyflow/react'
import type { SceneColumn } from '@/lib/core/topology/scene'

/** The names of the ranks: stays above the canvas and follows it sideways. */
export function RankHeader({ columns }: { columns: readonly SceneColumn[] }) {
  const { x, zoom } = useViewport()
  return (
    <div className="tp-ranks" aria-hidden="true">
      {columns.map((column) => (
        <span key={column.rank} style={{ transform: `translateX(${column.x * zoom + x}px)` }}>
          {column.title}
          {column.count > 0 ? <em>{column.count}</em> : null}
        </span>
      ))}
    </div>
  )
}
