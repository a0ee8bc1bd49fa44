'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Icon } from './Icon'
import type { IconName } from './Icon'
import { Kbd } from './Kbd'

export type PaletteItem = { id: string; label: string; detail: string; icon: IconName; onSelect: () => void }

type Props = {
  label: string
  query: string
  onQuery: (text: string) => void
  items: readonly PaletteItem[]
  onClose: () => void
}

/** A field over a list (WAI-ARIA combobox): typing narrows, arrows move the mark, Enter goes, Escape leaves. */
export function Palette({ label, query, onQuery, items, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const listId = useId()
  const [mark, setMark] = useState(0)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const current = Math.min(mark, items.length - 1)

  const moveTo = (index: number): void => {
    const next = (index + items.length) % Math.max(1, items.length)
    setMark(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const select = (item: PaletteItem | undefined): void => {
    if (item === undefined) return
    dialog.current?.close()
    item.onSelect()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = {
      ArrowDown: () => moveTo(current + 1),
      ArrowUp: () => moveTo(current - 1),
      Enter: () => select(items[current]),
    }[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
      className="mx-auto mt-[12dvh] mb-auto w-140 max-w-[calc(100vw-32px)] rounded-card border border-line-2 bg-surface-1 p-0 text-13 shadow-pop"
    >
      <div className="flex h-11 items-center gap-2 border-b border-line-1 px-3 text-fg-3">
        <Icon name="search" size={14} />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          placeholder={label}
          onChange={(event) => {
            setMark(0)
            onQuery(event.target.value)
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent text-14 text-fg outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <ul ref={list} id={listId} role="listbox" aria-label={label} className="max-h-[50dvh] overflow-y-auto p-1">
        {items.map((item, index) => (
          // Keys are handled by the combobox, which keeps the focus.
          <li
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            onPointerMove={() => setMark(index)}
            onClick={() => select(item)}
            className="flex h-9 cursor-pointer items-center gap-2.5 rounded-node px-2.5 aria-selected:bg-surface-3 max-md:h-touch"
          >
            <span className="text-fg-2">
              <Icon name={item.icon} />
            </span>
            <span className="min-w-0 flex-none truncate">{item.label}</span>
            <span className="min-w-0 flex-1 truncate text-right text-12 text-fg-3">{item.detail}</span>
          </li>
        ))}
      </ul>
      <p role="status" className={items.length === 0 ? 'px-4 pb-4 text-fg-2' : 'sr-only'}>
        {items.length === 0
          ? 'Nothing of this name. Try a host, a guest, a bridge or a screen.'
          : `${items.length} found`}
      </p>
    </dialog>
  )
}
