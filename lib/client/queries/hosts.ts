import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateHostRequest, Host, ProbeRequest, UpdateHostRequest } from '../../contract/hosts'
import { api } from '../http'
import { isAnyFollowed, isFollowed } from '../live/stream-status'
import { FRESH_MS } from '../query-client'

/** How often is asked while events do not come: someone else may add a host, and a host may go. */
const UNFOLLOWED_INTERVAL_MS = 2_000
/** While the events of one host come, the others are only a menu. */
const OTHERS_INTERVAL_MS = 15_000

function listInterval(): number | false {
  if (isFollowed(null)) return false
  return isAnyFollowed() ? OTHERS_INTERVAL_MS : UNFOLLOWED_INTERVAL_MS
}

export const hostQueries = {
  all: ['hosts'] as const,
  list: () =>
    queryOptions({
      queryKey: [...hostQueries.all, 'list'] as const,
      queryFn: ({ signal }) => api.get('/hosts', 'HostListResponse', { signal }),
      staleTime: () => (isFollowed(null) ? Infinity : FRESH_MS),
      refetchInterval: listInterval,
    }),
  one: (hostId: string) => [...hostQueries.all, hostId] as const,
  detail: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'detail'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}`, 'HostResponse', { signal }),
      staleTime: () => (isFollowed(hostId) ? Infinity : FRESH_MS),
      refetchInterval: () => (isFollowed(hostId) ? false : UNFOLLOWED_INTERVAL_MS),
    }),
  readiness: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'readiness'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/readiness`, 'ReadinessResponse', { signal }),
    }),
}

/** Asks a machine for its SSH host key. Nothing is kept. */
export function useProbeHost() {
  return useMutation({ mutationFn: (request: ProbeRequest) => api.post('/hosts/probe', 'ProbeResponse', request) })
}

export function useCreateHost() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: CreateHostRequest) => api.post('/hosts', 'HostResponse', request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: hostQueries.all }),
  })
}

export function useUpdateHost(hostId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: UpdateHostRequest) => api.patch(`/hosts/${hostId}`, 'HostResponse', request),
    onSuccess: (host: Host) => {
      queryClient.setQueryData(hostQueries.detail(hostId).queryKey, host)
      return queryClient.invalidateQueries({ queryKey: hostQueries.all })
    },
  })
}

export function useDeleteHost(hostId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api.delete(`/hosts/${hostId}`),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: hostQueries.one(hostId) })
      return queryClient.invalidateQueries({ queryKey: hostQueries.all })
    },
  })
}

/** Reads the host now; for an offline host that means: try to connect now. */
export function useRefreshHost(hostId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api.post(`/hosts/${hostId}/refresh`, 'RefreshResponse'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: hostQueries.all }),
  })
}
