'use client'

import type { ReactNode } from 'react'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { accessibleName, isFoldId, MARK_WORDS } from '../node-words'
import type { NodeView } from '../view-selector'
import { useWiringActs } from '../WiringViewProvider'
import { MarkBadge } from './NodeParts'

type NodeButtonProps = {
  sceneNode: SceneNode
  nodeView: NodeView
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
export function NodeButton({ sceneNode, nodeView, className, rowCount = 0, isRow = false, children }: NodeButtonProps) {
  const acts = useWiringActs()
  const { node } = sceneNode
  const { mark } = nodeView
  const plain = accessibleName(node, nodeView.parentName, rowCount)
  const name = mark === null ? plain : `${plain}, ${MARK_WORDS[mark]}`
  const isFold = isFoldId(node.id)
  return (
    <button
      type="button"
      className={`focus-visible:z-4 ${isRow ? 'focus-visible:-outline-offset-2' : 'focus-visible:outline-offset-2'} ${className}`}
      data-node-id={node.id}
      data-health={node.health}
      data-on-path={nodeView.isOnPath || undefined}
      aria-label={name}
      aria-pressed={isFold ? undefined : nodeView.isSelected}
      aria-expanded={isFold ? false : undefined}
      title={name}
      onClick={() => (isFold ? acts.toggleFold(node.id) : acts.select(node.id))}
    >
      {children}
      {mark === null ? null : <MarkBadge mark={mark} isInRow={isRow} />}
    </button>
  )
}
