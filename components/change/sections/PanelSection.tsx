import { useId } from 'react'
import type { ReactNode } from 'react'

/** A part of the plan panel: what it is on the left, how much or from where on the right. */
export function PanelSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-1.5 border-b border-line-1 px-4 py-2.5 text-12 last:border-b-0"
    >
      <div className="flex items-baseline justify-between gap-3 text-11 text-fg-3">
        <h2 id={id} className="font-regular">
          {title}
        </h2>
        {aside !== undefined && <span className="min-w-0 truncate text-right">{aside}</span>}
      </div>
      {children}
    </section>
  )
}

/** Shows the first few of a long list; the rest one click away. */
export function Few({ items, shown = 6 }: { items: readonly ReactNode[]; shown?: number }) {
  const [rest, first] = [items.slice(shown), items.slice(0, shown)]
  if (rest.length === 0) return <ul className="flex flex-col gap-1">{first}</ul>
  return (
    <>
      <ul className="flex flex-col gap-1">{first}</ul>
      <details>
        <summary className="text-fg-2 hover:text-fg">{rest.length} more</summary>
        <ul className="mt-1 flex flex-col gap-1">{rest}</ul>
      </details>
    </>
  )
}
