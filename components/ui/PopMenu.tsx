'use client'

import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { Icon } from './Icon'
import type { IconName } from './Icon'

export type PopItem = {
  id: string
  label: string
  icon?: IconName
  tone?: 'danger'
  /** Why it cannot be done just now: shown below its label; the item takes no click. */
  reason?: string | null
  onSelect: () => void
}

type Props = {
  /** Read aloud as the menu's name: "Actions for vnet4". */
  name: string
  /** Where it opens, in the window: its corner is there, or as near as fits. */
  at: { x: number; y: number }
  items: readonly PopItem[]
  onClose: () => void
}

const EDGE_PX = 8

/**
 * A menu in the browser's top layer: no scroll box cuts it off. Mount it to open it. Arrows move, Home and End jump, Escape and a
 * click elsewhere close; the focus goes back to where it was.
 */
export function PopMenu({ name, at, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const root = menu.current
    const before = document.activeElement
    root?.showPopover()
    root?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
        before.focus()
    }
  }, [])
  useEffect(() => {
    const root = menu.current
    if (root === null) return
    const fit = (wanted: number, size: number, room: number) =>
      `${Math.max(EDGE_PX, Math.min(wanted, room - size - EDGE_PX))}px`
    root.style.left = fit(at.x, root.offsetWidth, window.innerWidth)
    root.style.top = fit(at.y, root.offsetHeight, window.innerHeight)
  }, [at])

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const now = all.findIndex((item) => item === document.activeElement)
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key]
    if (next !== undefined) all.at(next >= all.length ? 0 : next)?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') menu.current?.hidePopover()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      aria-label={name}
      tabIndex={-1}
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={onKeyDown}
      className="fixed inset-auto m-0 max-h-[70dvh] max-w-80 min-w-52 overflow-y-auto rounded-card border border-line-2 bg-surface-1 p-1 text-fg shadow-pop"
    >
      {items.map((item) => (
        <Item key={item.id} item={item} close={() => menu.current?.hidePopover()} />
      ))}
    </div>
  )
}

function Item({ item, close }: { item: PopItem; close: () => void }) {
  const isOff = item.reason != null
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={isOff || undefined}
      onClick={() => {
        if (isOff) return
        close()
        item.onSelect()
      }}
      className={`flex min-h-8 w-full items-start gap-2 rounded-node px-2 py-[7px] text-left text-12 focus-visible:bg-surface-3 focus-visible:outline-offset-[-2px] max-md:min-h-touch max-md:text-14 ${
        isOff
          ? 'cursor-not-allowed text-fg-3'
          : item.tone === 'danger'
            ? 'text-err hover:bg-err-wash'
            : 'hover:bg-surface-3'
      }`}
    >
      <span className="grid h-[18px] w-3 flex-none place-items-center">
        {item.icon !== undefined && <Icon name={item.icon} />}
      </span>
      <span className="min-w-0">
        {item.label}
        {isOff && <span className="block text-11 break-words">{item.reason}</span>}
      </span>
    </button>
  )
}
