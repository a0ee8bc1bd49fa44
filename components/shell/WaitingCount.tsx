'use client'

import { Count } from '@/components/ui/Badge'
import { useChangesWaiting } from './use-changes-waiting'

/** How many changes wait for a person; nothing where none does. */
export function WaitingCount() {
  const { waiting } = useChangesWaiting()
  if (waiting === 0) return null
  return (
    <Count>
      {waiting}
      <span className="sr-only"> waiting</span>
    </Count>
  )
}
