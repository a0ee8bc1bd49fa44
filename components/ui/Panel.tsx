import { useId } from 'react'
import type { ReactNode } from 'react'

/** A titled part of a settings page. */
export function Panel({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-card border border-line-2 bg-surface-1 p-5 max-md:p-4"
    >
      <div>
        <h2 id={id} className="text-14">
          {title}
        </h2>
        {lead !== undefined && <div className="text-12 text-fg-2">{lead}</div>}
      </div>
      {children}
    </section>
  )
}
