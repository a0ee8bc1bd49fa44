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
    <div
      className="relative z-(--z-rank) h-(--h-rank) flex-none overflow-hidden border-b border-line-1 bg-app text-11 text-fg-3"
      aria-hidden="true"
    >
      {columns.map((column, index) => (
        <span
          key={column.rank}
          className="absolute top-0 left-0 overflow-hidden leading-[23px] text-ellipsis whitespace-nowrap"
          style={{
            transform: `translateX(${column.x * zoom + x}px)`,
            maxWidth: widthUntil(column, columns[index + 1]) * zoom - GAP_PX,
          }}
        >
          {column.title}
          {column.count > 0 ? <em className="ml-[5px] not-italic">{column.count}</em> : null}
        </span>
      ))}
    </div>
  )
}
