'use client'

import { useState, type MouseEvent, type ReactNode } from 'react'
import { nodeActions } from '@/components/change-forms/actions/node-actions'
import { useObjectActions } from '@/components/change-forms/actions/use-object-actions'
import { lazyPart } from '@/components/ui/lazy-part'
import type { MenuItem } from '@/components/ui/MenuList'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { titleOf } from './node-words'

type NodeMenuProps = { state: NetworkState; graph: Graph; children: ReactNode }
type OpenMenu = { name: string; at: { x: number; y: number }; items: readonly MenuItem[]; opener: HTMLElement }

const MenuList = lazyPart(() => import('@/components/ui/MenuList').then((module) => module.MenuList))

/**
 * A node's actions where it is: on a right click, a long touch, and the menu key or Shift+F10 while it has the focus. Where there
 * is nothing to do, the browser's own menu comes.
 */
export function NodeMenu({ state, graph, children }: NodeMenuProps) {
  const toItems = useObjectActions()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const open = (event: MouseEvent): void => {
    const button = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-node-id]') : null
    const node = graph.nodes.find(({ id }) => id === button?.dataset.nodeId)
    if (node === undefined || button === null) return
    const items = toItems?.(nodeActions(state, node)) ?? []
    if (items.length === 0) return
    event.preventDefault()
    // The menu key gives no place of its own, or the button's corner: then the menu stands below the node.
    const box = button.getBoundingClientRect()
    const isByKey = event.button !== 2
    const at = isByKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY }
    const parent = graph.nodes.find(({ id }) => id === node.parent) ?? null
    setMenu({ name: `Actions for ${titleOf(node, parent)}`, at, items, opener: button })
  }
  return (
    <div className="contents" onContextMenu={open}>
      {children}
      {menu === null ? null : <MenuList {...menu} onClose={() => setMenu(null)} />}
    </div>
  )
}
