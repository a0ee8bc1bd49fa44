'use client'

import { useRouter } from 'next/navigation'
import { useDraft } from '@/lib/client/draft/use-draft'
import { ApiError } from '@/lib/client/http'
import { useCreateChange } from '@/lib/client/queries/changes'
import { PlanRefusal } from '@/lib/contract/changes'
import { editTitle } from '@/lib/core/plan/edit-title'

/** Has the staged edits planned by the console and goes to the preview; what it refuses is shown at each edit. */
export function useReview(hostId: string, onRefused: () => void) {
  const router = useRouter()
  const [draft, actions] = useDraft(hostId)
  const create = useCreateChange(hostId)
  const review = (): void => {
    const intents = draft.edits.map(({ intent }) => intent)
    const [first] = intents
    if (first === undefined) return
    const title = intents.length === 1 ? editTitle(first) : `${editTitle(first)} and ${intents.length - 1} more`
    create.mutate(
      { intents, title: title.slice(0, MAX_TITLE) },
      {
        onSuccess: (change) => {
          actions.planned(change.id)
          router.push(`/hosts/${hostId}/changes/${change.id}`)
        },
        onError: (error) => {
          const refusal = error instanceof ApiError ? PlanRefusal.safeParse(error.details) : null
          actions.refuse(refusal?.success === true ? refusal.data.issues : [])
          onRefused()
        },
      },
    )
  }
  return { review, isPending: create.isPending || create.isSuccess, error: create.error }
}

/** CreateChangeRequest.title */
const MAX_TITLE = 120
