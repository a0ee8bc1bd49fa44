import type { ReactNode } from 'react'

const TONES = {
  plain: 'border-line-2 text-fg-2',
  ok: 'border-ok text-ok',
  warn: 'border-warn text-warn',
  error: 'border-err text-err',
  accent: 'border-accent text-accent',
} as const

/** A short word about a thing: "foreign", "default", "external". */
export function Badge({ tone = 'plain', children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-4 flex-none items-center gap-1 rounded-chip border px-[5px] text-11 leading-[14px] whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  )
}

/** A count in a tab or beside a title. */
export function Count({ children }: { children: ReactNode }) {
  return <span className="min-w-4 rounded-pill bg-surface-3 px-1 text-center text-11 text-fg-2">{children}</span>
}
