import type { ReactNode } from 'react'

/** The name in a row: a click selects what it names. */
export function NameCell({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="max-w-[220px] overflow-hidden font-mono font-strong text-ellipsis whitespace-nowrap hover:text-accent hover:underline"
      onClick={onSelect}
    >
      {children}
    </button>
  )
}

/** A glyph and its word. */
export function StateCell({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={title}>
      {children}
    </span>
  )
}

/** Names of other things, two lines at most. */
export function NamesCell({ children }: { children: ReactNode }) {
  return <span className="line-clamp-2 max-w-[180px] font-mono text-11/4 text-fg-2">{children}</span>
}

/** A sentence, two lines at most. */
export function DetailsCell({ children }: { children: ReactNode }) {
  return <span className="line-clamp-2 max-w-[280px] leading-4">{children}</span>
}
