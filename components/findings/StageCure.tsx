'use client'

import { useChangeForms } from '@/components/change-forms/change-forms-context'
import { Button } from '@/components/ui/Button'
import { isCureStaged } from '@/lib/client/staged-edits/stage-cure'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import type { Finding } from '@/lib/core/lint/finding'
import { editTitle } from '@/lib/core/intents/titles'

type Props = { hostId: string; edits: Finding['edits'] }

/** The cure of a finding as edits that are ready to be staged; nothing where people must choose. */
export function StageCure({ hostId, edits }: Props) {
  const { reason } = useChangeForms()
  const [staged, actions] = useStagedEdits(hostId)
  if (edits.length === 0 || reason !== null) return null
  if (edits.every((edit) => isCureStaged(staged, edit))) return <p className="text-12 text-fg-2">The cure is staged.</p>
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
      <Button onClick={() => actions.cure(edits)}>Stage the cure</Button>
      <span className="min-w-0 break-words text-fg-2">{edits.map(editTitle).join(' · ')}</span>
    </p>
  )
}
