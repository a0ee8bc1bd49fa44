import type { ReactNode, SelectHTMLAttributes } from 'react'
import { Icon } from './Icon'

/** The browser's own list, which phones and screen readers know best, in the console's clothes. */
export function Select({
  children,
  className = '',
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & { children: ReactNode }) {
  return (
    <span className={`relative inline-flex ${className}`}>
      <select
        {...rest}
        className="h-control w-full appearance-none rounded-node border border-line-2 bg-surface-1 pr-7 pl-2.5 text-12 text-fg"
      >
        {children}
      </select>
      <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-fg-2">
        <Icon name="down" />
      </span>
    </span>
  )
}
