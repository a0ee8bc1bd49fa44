'use client'

import { useEffect, useRef } from 'react'
import { Icon } from './Icon'
import { Kbd } from './Kbd'

type Props = {
  label: string
  value: string
  onChange: (text: string) => void
  placeholder?: string
  /** "27 of 71", shown while something is searched for. */
  found?: string
}

/** A search field. "/" jumps into it from anywhere that is not a field itself; Escape empties it. */
export function SearchBox({ label, value, onChange, placeholder, found }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', jump)
    return () => document.removeEventListener('keydown', jump)
  }, [])
  return (
    <label className="flex h-control min-w-0 items-center gap-1.5 rounded-node border border-line-2 bg-surface-1 px-2 text-12 text-fg-3 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('')
        }}
        className="min-w-0 flex-1 bg-transparent text-fg outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <>
          <span role="status" className="flex-none text-fg-2">
            {found}
          </span>
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => onChange('')}
            className="grid size-6 flex-none place-items-center rounded-node text-fg-2 hover:bg-surface-3"
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </label>
  )
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
