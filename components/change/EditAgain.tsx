'use client'

import Link from 'next/link'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import type { Change } from '@/lib/contract/changes'

/** Back to the edits that this plan was made of, as long as they are still staged here. */
export function EditAgain({ change: { id, hostId } }: { change: Pick<Change, 'id' | 'hostId'> }) {
  const [{ changeId }] = useStagedEdits(hostId)
  if (changeId !== id) return null
  return (
    <Link
      href={`/hosts/${hostId}`}
      className="rounded-chip text-12 text-accent hover:underline max-md:grid max-md:min-h-touch max-md:items-center"
    >
      Change the edits
    </Link>
  )
}
