import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApplyChangeRequest, Change, CreateChangeRequest } from '../../contract/changes'
import { FINAL_STATUSES } from '../../contract/constants/change-status'
import { forgetDraft } from '../draft/draft-store'
import { api } from '../http'
import { isFollowed } from '../live/stream-status'

/** How often a change that moves is asked for while no events come. */
const UNFOLLOWED_INTERVAL_MS = 1_000

export const changeQueries = {
  all: ['changes'] as const,
  list: (hostId: string | null) =>
    queryOptions({
      queryKey: [...changeQueries.all, 'list', hostId] as const,
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

export function useApplyChange(changeId: string) {
  const keep = useKeepChange()
  return useMutation({
    mutationFn: (request: ApplyChangeRequest) => api.post(`/changes/${changeId}/apply`, 'ChangeResponse', request),
    onSuccess: (change) => {
      forgetDraft(change.hostId, change.id)
      return keep(change)
    },
  })
}

/** `confirm`: keep the changes. `cancel`: undo now, or give up a plan. `undo`: answers with a new change that takes this one back. */
export function useDecideChange(changeId: string, verb: 'confirm' | 'cancel' | 'undo') {
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
  return (change: Change) => {
    client.setQueryData(changeQueries.detail(change.id).queryKey, change)
    return client.invalidateQueries({ queryKey: [...changeQueries.all, 'list'] })
  }
}
