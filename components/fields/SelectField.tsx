import type { ComponentProps, ReactNode } from 'react'
import { Icon } from '@/components/ui/Icon'
import { controlClass, Field } from './Field'

type Props = ComponentProps<'select'> & { label: ReactNode; hint?: ReactNode; error?: string | undefined }

export function SelectField({ label, hint, error, children, ...select }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <span className="relative">
          <select {...select} {...ids} className={`h-9 appearance-none pr-8 max-md:h-touch ${controlClass}`}>
            {children}
          </select>
          <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-fg-2">
            <Icon name="down" />
          </span>
        </span>
      )}
    </Field>
  )
}
