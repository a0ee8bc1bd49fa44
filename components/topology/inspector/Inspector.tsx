'use client'

import type { ReactNode } from 'react'

/** The drawer beside the canvas: facts about what is selected, or about the host. */
export function Inspector({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className="tp-drawer" aria-label={label}>
      {children}
    </aside>
  )
}
