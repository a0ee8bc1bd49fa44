import { useId } from 'react'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/Icon'

/** What a control must carry so that its label, hint and error are read with it. */
type FieldIds = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  children: (ids: FieldIds) => ReactNode
}

/** A label, a control, and below it what is expected or what is wrong. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = error !== undefined || hint !== undefined
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 text-fg-2">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? noteId : undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hasNote && (
        <div id={noteId} className={`text-11 ${error === undefined ? 'text-fg-3' : 'flex gap-1 text-err'}`}>
          {error !== undefined && (
            <span className="pt-0.5">
              <Icon name="close" />
            </span>
          )}
          <span className="min-w-0 break-words">{error ?? hint}</span>
        </div>
      )}
    </div>
  )
}

export const controlClass =
  'w-full min-w-0 rounded-node border border-line-2 bg-surface-1 px-2.5 text-13 text-fg hover:border-line-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-err disabled:opacity-55'
