'use client'

import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

/** One step: its title gets the focus when it appears, so that it is read and the next Tab lands in the step. */
export function StepCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line-2 bg-surface-1 p-5 max-md:p-4">
      <div className="flex flex-col gap-1">
        <h2 ref={heading} tabIndex={-1} className="text-14 outline-none">
          {title}
        </h2>
        {lead !== undefined && <div className="text-fg-2">{lead}</div>}
      </div>
      {children}
    </section>
  )
}
