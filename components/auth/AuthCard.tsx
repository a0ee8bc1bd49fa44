import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/Icon'

/** The frame of the two pages that one sees before one is signed in. */
export function AuthCard({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-90 flex-col gap-5">
        <div className="flex items-center gap-2 text-14 font-strong">
          <span className="text-accent">
            <Icon name="logo" size={16} />
          </span>
          Patchbay
        </div>
        <div className="flex flex-col gap-1">
          <h1 className="text-20">{title}</h1>
          <p className="text-fg-2">{lead}</p>
        </div>
        {children}
      </div>
    </main>
  )
}
