'use client'

import type { CSSProperties, ReactNode } from 'react'
import type { SceneNode } from '@/lib/core/topology/scene'
import { accessibleName, isFoldId, MARK_WORDS } from '../node-words'
import { useWiringView } from '../wiring-view'
import { MarkBadge } from './NodeParts'

type NodeButtonProps = {
  sceneNode: SceneNode
  className: string
  rowCount?: number
  style?: CSSProperties
  children: ReactNode
}

/**
 * What a person clicks: a node without rows, the header of a box, or one row. A fold opens, anything else is selected.
 * The accessible name says in words all that the drawing says.
 */
export function NodeButton({ sceneNode, className, rowCount = 0, style, children }: NodeButtonProps) {
  const view = useWiringView()
  const { node } = sceneNode
  const mark = view.marks.get(node.id)
  const plain = accessibleName(node, view.parentOf(node.id), rowCount)
  const name = mark === undefined ? plain : `${plain}, ${MARK_WORDS[mark]}`
  const isFold = isFoldId(node.id)
  return (
    <button
      type="button"
      className={className}
      style={style}
      data-node-id={node.id}
      aria-label={name}
      aria-pressed={isFold ? undefined : view.selectedId === node.id}
      aria-expanded={isFold ? false : undefined}
      title={name}
      onClick={() => (isFold ? view.toggleFold(node.id) : view.select(node.id))}
    >
      {children}
      {mark === undefined ? null : <MarkBadge mark={mark} />}
    </button>
  )
}
