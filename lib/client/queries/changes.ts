import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  ApplyChangeRequest,
  Change,
  ChangeProgress,
  ChangeSummary,
  CreateChangeRequest,
} from '../../contract/changes'
import { FINAL_STATUSES } from '../../contract/constants/change-status'
import { forgetStagedEdits } from '../staged-edits/staged-edits-store'
import type { PlanIssue } from '../../core/intents/intent'
import { api, ApiError } from '../http'
import { isFollowed } from '../live/stream-status'

/** How often a change that moves is asked for while no events come. */
const UNFOLLOWED_INTERVAL_MS = 1_000

export const changeQueries = {
  all: ['changes'] as const,
  lists: () => [...changeQueries.all, 'list'] as const,
  list: (hostId: string | null) =>
    queryOptions({
      queryKey: [...changeQueries.lists(), hostId] as const,
      queryFn: ({ signal }) =>
        api.get(`/changes${hostId === null ? '' : `?hostId=${hostId}`}`, 'ChangeListResponse', { signal }),
    }),
  detail: (changeId: string) =>
    queryOptions({
      queryKey: [...changeQueries.all, 'detail', changeId] as const,
      queryFn: ({ signal }) => api.get(`/changes/${changeId}`, 'ChangeResponse', { signal }),
      refetchInterval: ({ state: { data } }) =>
        data === undefined || data.status === 'planned' || FINAL_STATUSES.has(data.status) || isFollowed(data.hostId)
          ? false
          : UNFOLLOWED_INTERVAL_MS,
    }),
}

/** Plans edits of a host; nothing is done there. Rejects with `plan_refused` and the issues in `details`. */
export function useCreateChange(hostId: string) {
  const keep = useKeepChange()
  return useMutation({
    mutationFn: (request: CreateChangeRequest) => api.post(`/hosts/${hostId}/changes`, 'ChangeResponse', request),
    onSuccess: keep,
  })
}

/** What `plan_refused` says of the edits; empty for every other error. */
export function planIssues(error: unknown): PlanIssue[] {
  const issues = error instanceof ApiError && error.code === 'plan_refused' ? error.details.issues : null
  return Array.isArray(issues) ? issues.filter(isPlanIssue) : []
}

const isPlanIssue = (issue: unknown): issue is PlanIssue =>
  typeof issue === 'object' &&
  issue !== null &&
  'code' in issue &&
  'path' in issue &&
  typeof issue.path === 'string' &&
  'message' in issue &&
  typeof issue.message === 'string'

export function useApplyChange(changeId: string) {
  const keep = useKeepChange()
  return useMutation({
    mutationFn: (request: ApplyChangeRequest) => api.post(`/changes/${changeId}/apply`, 'ChangeResponse', request),
    onSuccess: (change) => {
      forgetStagedEdits(change.hostId, change.id)
      return keep(change)
    },
  })
}

/**
 * `confirm`: keep the changes. `cancel`: undo now, or give up a plan. `undo`: answers with a new change that takes this one back.
 * `store`: writes what a kept change could not leave for the next start. `retry-rollback`, `release-host`: of a rollback that failed,
 * tried again, or left as it is.
 */
export function useDecideChange(
  changeId: string,
  verb: 'confirm' | 'cancel' | 'undo' | 'store' | 'retry-rollback' | 'release-host',
) {
  const keep = useKeepChange()
  return useMutation({ mutationFn: () => api.post(`/changes/${changeId}/${verb}`, 'ChangeResponse'), onSuccess: keep })
}

/** More time to decide, in seconds from now. */
export function useExtendChange(changeId: string) {
  const keep = useKeepChange()
  return useMutation({
    mutationFn: (seconds: number) => api.post(`/changes/${changeId}/extend`, 'ChangeResponse', { seconds }),
    onSuccess: keep,
  })
}

function useKeepChange() {
  const client = useQueryClient()
  return (change: Change) => keepChange(client, change)
}

/** An answer to an act. Events that came before it may know more of the same change: they are not taken back. */
function keepChange(client: QueryClient, change: Change): Promise<void> {
  client.setQueryData(changeQueries.detail(change.id).queryKey, (known) =>
    known !== undefined && isFurther(known, change) ? known : change,
  )
  return client.invalidateQueries({ queryKey: changeQueries.lists() })
}

/** An event of the host that a page follows: the change as it is now, where it is open. */
export function keepChangeProgress(client: QueryClient, progress: ChangeProgress): void {
  const { queryKey } = changeQueries.detail(progress.id)
  const known = client.getQueryData(queryKey)
  if (known !== undefined && !isFurther(known, progress)) {
    // An answer on its way is older than this.
    void client.cancelQueries({ queryKey })
    client.setQueryData(queryKey, { ...known, ...progress })
    // With its end comes what is too long for events: the host's log.
    if (FINAL_STATUSES.has(progress.status) && known.status !== progress.status)
      void client.invalidateQueries({ queryKey })
  }
}

/** The change's place in lists; one that no list knows makes them ask again. */
export function keepChangeSummary(client: QueryClient, summary: ChangeSummary): void {
  for (const hostId of [summary.hostId, null]) {
    const { queryKey } = changeQueries.list(hostId)
    const list = client.getQueryData(queryKey)
    if (list === undefined) continue
    const isListed = list.changes.some(({ id }) => id === summary.id)
    if (isListed) {
      const changes = list.changes.map((change) => (change.id === summary.id ? summary : change))
      client.setQueryData(queryKey, { ...list, changes })
    }
    // A change that takes another back marks that one too.
    if (!isListed || summary.undoOf !== null) void client.invalidateQueries({ queryKey })
  }
}

/** Has `known` seen more of the change's life? Notes are only ever added, and nothing comes after the end. */
const isFurther = (
  known: Pick<ChangeProgress, 'notes' | 'endedAt'>,
  other: Pick<ChangeProgress, 'notes' | 'endedAt'>,
): boolean => known.notes.length > other.notes.length || (known.endedAt !== null && other.endedAt === null)
