'use client'

import { useRouter } from 'next/navigation'
import { FormError } from '@/components/fields/FormError'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import { useCreateChange } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'
import type { Finding } from '@/lib/core/lint/finding'
import { editTitle } from '@/lib/core/intents/titles'

type Props = { change: Pick<Change, 'id' | 'hostId' | 'intents'>; finding: Pick<Finding, 'edits'> }

/** Makes another plan of the same edits and the cure of what they would break. */
export function PlanWithCure({ change: { id, hostId, intents }, finding: { edits } }: Props) {
  const router = useRouter()
  const forbidden = operatorOnly(useMe())
  const [staged, actions] = useStagedEdits(hostId)
  const create = useCreateChange(hostId)
  // Of an undo only the plan is kept, not edits.
  if (edits.length === 0 || intents.length === 0 || forbidden !== null) return null
  const plan = (): void =>
    create.mutate(
      { intents: [...intents, ...edits] },
      {
        onSuccess: (change) => {
          if (staged.changeId === id) {
            actions.cure(edits)
            actions.planned(change.id)
          }
          router.push(`/hosts/${hostId}/changes/${change.id}`)
        },
      },
    )
  return (
    <div className="flex flex-col gap-1 py-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
        <Button isBusy={create.isPending || create.isSuccess} onClick={plan}>
          Plan it with the cure
        </Button>
        <span className="min-w-0 break-words text-fg-2">{edits.map(editTitle).join(' · ')}</span>
      </p>
      <FormError title="It cannot be planned so" error={create.error} />
    </div>
  )
}
