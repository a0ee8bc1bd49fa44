'use client'

import { useQuery } from '@tanstack/react-query'
import { isUnderWay, needsPerson } from '@/components/change/change-words'
import { isFollowed } from '@/lib/client/live/stream-status'
import { changeQueries } from '@/lib/client/queries/changes'
import type { ChangeSummary } from '@/lib/contract/changes'

/** With one host open only that one's events come: what others do is asked for now and then. */
const ASK_MS = 20_000

type Waiting = { underWay: readonly ChangeSummary[]; waiting: number }

/** Changes on any host that run now, and how many wait for a person. */
export function useChangesWaiting(): Waiting {
  const { data } = useQuery({
    ...changeQueries.list(null),
    refetchInterval: () => (isFollowed(null) ? false : ASK_MS),
  })
  const changes = data?.changes ?? []
  return { underWay: changes.filter(isUnderWay), waiting: changes.filter(needsPerson).length }
}
