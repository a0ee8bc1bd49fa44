'use client'

import type { ReactNode } from 'react'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { accessibleName, isFoldId, MARK_WORDS } from '../node-words'
import type { NodeLook } from '../look'
import { useWiringActs } from '../WiringViewProvider'
import { MarkBadge } from './NodeParts'

type NodeButtonProps = {
  sceneNode: SceneNode
  look: NodeLook
  className: string
  rowCount?: number
  /** One of the rows of a box: what is said of it stays inside. */
  isRow?: boolean
  children: ReactNode
}

/**
 * What a person clicks: a node without rows, the header of a box, or one row. A fold opens, anything else is selected.
 * The accessible name says in words all that the drawing says.
 */
export function NodeButton({ sceneNode, look, className, rowCount = 0, isRow = false, children }: NodeButtonProps) {
  const acts = useWiringActs()
  const { node } = sceneNode
  const { mark } = look
  const plain = accessibleName(node, look.parentName, rowCount)
  const name = mark === null ? plain : `${plain}, ${MARK_WORDS[mark]}`
  const isFold = isFoldId(node.id)
  return (
    <button
      type="button"
      className={`focus-visible:z-4 ${isRow ? 'focus-visible:-outline-offset-2' : 'focus-visible:outline-offset-2'} ${className}`}
      data-node-id={node.id}
      data-health={node.health}
      data-on-path={look.isOnPath || undefined}
      aria-label={name}
      aria-pressed={isFold ? undefined : look.isSelected}
      aria-expanded={isFold ? false : undefined}
      title={name}
      onClick={() => (isFold ? acts.toggleFold(node.id) : acts.select(node.id))}
    >
      {children}
      {mark === null ? null : <MarkBadge mark={mark} isInRow={isRow} />}
    </button>
  )
}
