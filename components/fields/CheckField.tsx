import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'

type Props = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }

export function CheckField({ label, hint, ...input }: Props) {
  const id = useId()
  return (
    <div className="grid grid-cols-[16px_1fr] gap-x-2.5 py-1">
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        className="mt-0.5 size-4 accent-(--accent)"
      />
      <label htmlFor={id} className="text-13 max-md:min-h-8">
        {label}
      </label>
      {hint !== undefined && (
        <div id={`${id}-note`} className="col-start-2 text-11 text-fg-3 max-md:-mt-2.5">
          {hint}
        </div>
      )}
    </div>
  )
}
