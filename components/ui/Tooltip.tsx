'use client'

import { useId } from 'react'
import type { ReactNode } from 'react'

/** More about a thing, on hover and on focus. The thing must make sense without it: a phone has neither. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const id = useId()
  return (
    <span className="group/tip relative inline-flex" aria-describedby={id}>
      {children}
      <span
        id={id}
        role="tooltip"
        className="pointer-events-none absolute top-full left-1/2 z-(--z-pop) mt-1 hidden w-max max-w-64 -translate-x-1/2 rounded-node border border-line-2 bg-surface-1 px-2 py-1 text-11 whitespace-normal text-fg shadow-pop group-focus-within/tip:block group-hover/tip:block"
      >
        {text}
      </span>
    </span>
  )
}
