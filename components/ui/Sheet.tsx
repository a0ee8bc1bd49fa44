'use client'

import { useEffect, useEffectEvent, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton'

type Props = {
  title: string
  /** One line under the title. */
  lead?: ReactNode
  onClose: () => void
  children: ReactNode
  /** Stays in sight below the scrolling content. */
  footer?: ReactNode
}

/**
 * A drawer at the right of a row that leaves the page beside it alive and in sight, for forms about what one sees there. Takes
 * the focus when it comes and gives it back when it goes; Escape asks to close it, from inside it and where nothing has the
 * focus. Covers the whole window of a phone.
 */
export function Sheet({ title, lead, onClose, children, footer }: Props) {
  const sheet = useRef<HTMLElement>(null)
  const titleId = useId()
  useEffect(() => {
    const before = document.activeElement
    const root = sheet.current
    const first = root?.querySelector<HTMLElement>('[autofocus], [data-autofocus]') ?? root
    first?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const onLostEscape = useEffectEvent(onClose)
  useEffect(() => {
    // What had the focus may be gone (a chip that was taken away): then nothing in here hears the key. Before the page's own
    // shortcuts, which would take it for theirs.
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.target !== document.body) return
      event.preventDefault()
      onLostEscape()
    }
    document.addEventListener('keydown', listen, true)
    return () => document.removeEventListener('keydown', listen, true)
  }, [])
  return (
    <section
      ref={sheet}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
      className="flex w-(--w-plan) flex-none flex-col border-l border-line-2 bg-panel outline-none max-md:fixed max-md:inset-0 max-md:z-(--z-pop) max-md:w-full max-md:border-0"
    >
      <header className="flex flex-none items-start gap-2 border-b border-line-1 py-2.5 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="text-14 break-words">
            {title}
          </h2>
          {lead !== undefined && <div className="text-12 break-words text-fg-2">{lead}</div>}
        </div>
        <IconButton icon="close" name="Close" onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3">{children}</div>
      {footer !== undefined && <footer className="flex-none border-t border-line-1 px-4 py-3">{footer}</footer>}
    </section>
  )
}
