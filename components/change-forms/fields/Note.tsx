import type { ReactNode } from 'react'
import { StatusGlyph } from '@/components/ui/StatusGlyph'

/** Something to know before it is done. Quiet: it is no error. */
export function Note({ tone = 'warn', children }: { tone?: 'warn' | 'unknown'; children: ReactNode }) {
  return (
    <p className="grid grid-cols-[12px_1fr] gap-x-2 text-12">
      <span className="pt-[3px]">
        <StatusGlyph status={tone} />
      </span>
      <span className="min-w-0 break-words text-fg-2">{children}</span>
    </p>
  )
}
