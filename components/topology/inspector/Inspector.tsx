'use client'

import type { ReactNode } from 'react'

/** The drawer beside the canvas: facts about what is selected, or about the host. */
export function Inspector({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A form takes its place: the canvas keeps its room.
    <aside
      className="flex min-h-0 w-drawer flex-none flex-col border-l border-line-2 bg-panel in-data-[drawer=open]:hidden"
      aria-label={label}
    >
      {children}
    </aside>
  )
}

/** What the drawer is about, above its parts. */
export function InspectorHead({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <header className="relative border-b border-line-1 px-4 py-3 text-11/4">
      <h2 className="flex items-center gap-2 font-mono text-14 wrap-anywhere">{title}</h2>
      {children}
    </header>
  )
}

export function InspectorBody({ children }: { children: ReactNode }) {
  return <div className="min-h-0 flex-1 overflow-y-auto [scrollbar-width:thin]">{children}</div>
}
