import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="flex-none rounded-chip border border-line-2 px-[5px] font-mono text-11 text-fg-3 max-md:hidden">
      {children}
    </kbd>
  )
}
