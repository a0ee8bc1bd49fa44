'use client'

import { Button } from '@/components/ui/Button'
import { useChangeForms } from '../change-forms-context'
import type { ObjectAction } from './object-actions'

/** "Create portgroup" and the like, beside the title of what is listed. Nothing for those who may only look. */
export function CreateButtons({ actions }: { actions: readonly ObjectAction[] }) {
  const { reason, open } = useChangeForms()
  if (reason !== null) return null
  return actions.map(({ id, label, reason: why, view }) => (
    <Button key={id} icon="add" disabled={why !== null} title={why ?? undefined} onClick={() => open(view)}>
      {label}
    </Button>
  ))
}
