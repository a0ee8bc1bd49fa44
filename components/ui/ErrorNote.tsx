import type { ReactNode } from 'react'
import { StatusGlyph } from './StatusGlyph'

type Props = {
  /** What did not work: "kvm1 was not added". */
  title: string
  /** What was wanted, what was found, what would be right. */
  message: string
  code?: string
  tone?: 'error' | 'warn'
  /** Acts that lead on. */
  children?: ReactNode
}

/** An error where the act was. Announced when it appears. */
export function ErrorNote({ title, message, code, tone = 'error', children }: Props) {
  return (
    <div
      role="alert"
      className={`grid grid-cols-[12px_1fr] gap-x-2.5 gap-y-1 rounded-card border px-3 py-2.5 text-12 ${
        tone === 'error' ? 'border-err bg-err-wash' : 'border-warn bg-warn-wash'
      }`}
    >
      <span className="pt-[3px]">
        <StatusGlyph status={tone} />
      </span>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <b>{title}</b>
        {code !== undefined && <code className="font-mono text-11 text-fg-2">{code}</code>}
      </div>
      <p className="col-start-2 min-w-0 break-words whitespace-pre-line text-fg">{message}</p>
      {Boolean(children) && <div className="col-start-2 flex flex-wrap gap-2 pt-1">{children}</div>}
    </div>
  )
}
