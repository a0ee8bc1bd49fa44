'use client'

import { useRouter } from 'next/navigation'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import { planIssues, useCreateChange } from '@/lib/client/queries/changes'

/** Has the staged edits planned by the console and goes to the preview; what it refuses is shown at each edit. */
export function useReview(hostId: string, onRefused: () => void) {
  const router = useRouter()
  const [staged, actions] = useStagedEdits(hostId)
  const create = useCreateChange(hostId)
  const review = (): void => {
    create.mutate(
      { intents: staged.edits.map(({ intent }) => intent) },
      {
        onSuccess: (change) => {
          actions.planned(change.id)
          router.push(`/hosts/${hostId}/changes/${change.id}`)
        },
        onError: (error) => {
          actions.refuse(planIssues(error))
          onRefused()
        },
      },
    )
  }
  return { review, isPending: create.isPending || create.isSuccess, error: create.error }
}
