import type { ComponentProps, ReactNode } from 'react'
import { controlClass, Field } from './Field'

type Props = ComponentProps<'input'> & {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  /** Names of host objects, addresses, keys: read letter by letter. */
  isMono?: boolean
}

export function TextField({ label, hint, error, isMono = false, className = '', ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          type="text"
          spellCheck={false}
          autoCapitalize="none"
          {...input}
          {...ids}
          className={`h-9 max-md:h-touch ${controlClass} read-only:bg-surface-2 read-only:text-fg-2 read-only:hover:border-line-2 ${isMono ? 'font-mono' : ''} ${className}`}
        />
      )}
    </Field>
  )
}
