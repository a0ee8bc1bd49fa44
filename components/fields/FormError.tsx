import type { ReactNode } from 'react'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { ApiError, fieldErrors } from '@/lib/client/http'

type Props = {
  /** What did not happen: "kvm1 was not added". */
  title: string
  error: Error | null
  children?: ReactNode
}

/** A failed submit, inside its form. A 422 that has found its fields says only that much here. */
export function FormError({ title, error, children }: Props) {
  if (error === null) return null
  const hasFields = Object.keys(fieldErrors(error)).length > 0
  return (
    <ErrorNote
      title={title}
      message={hasFields ? 'The fields marked above need a look.' : error.message}
      {...(error instanceof ApiError ? { code: error.code } : {})}
    >
      {children}
    </ErrorNote>
  )
}
