'use client'

import { useViewport } from '@xyflow/react'
import type { SceneColumn } from '@/lib/core/topology/place/scene'

const GAP_PX = 4

const widthUntil = (column: SceneColumn, next: SceneColumn | undefined) =>
  (next?.x ?? column.x + column.width) - column.x

/** The names of the ranks: stays above the canvas and follows it sideways; a title never runs into the next. */
export function RankHeader({ columns }: { columns: readonly SceneColumn[] }) {
  const { x, zoom } = useViewport()
  return (
    <div className="tp-ranks" aria-hidden="true">
      {columns.map((column, index) => (
        <span
          key={column.rank}
          style={{
            transform: `translateX(${column.x * zoom + x}px)`,
            maxWidth: widthUntil(column, columns[index + 1]) * zoom - GAP_PX,
          }}
        >
          {column.title}
          {column.count > 0 ? <em>{column.count}</em> : null}
        </span>
      ))}
    </div>
  )
}
