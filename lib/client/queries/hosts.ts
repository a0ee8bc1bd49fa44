import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateHostRequest, Host, ProbeRequest, UpdateHostRequest } from '../../contract/hosts'
import { HostListResponse, HostResponse, ProbeResponse, ReadinessResponse } from '../../contract/hosts'
import { RefreshResponse } from '../../contract/host-state'
import { api } from '../http'

/** Someone else may add a host, and a host may go: seen before the next click. */
const LIST_INTERVAL_MS = 2_000

export const hostQueries = {
  all: ['hosts'] as const,
  list: () =>
    queryOptions({
      queryKey: [...hostQueries.all, 'list'] as const,
      queryFn: ({ signal }) => api.get('/hosts', HostListResponse, { signal }),
      refetchInterval: LIST_INTERVAL_MS,
    }),
  one: (hostId: string) => [...hostQueries.all, hostId] as const,
  detail: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'detail'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}`, HostResponse, { signal }),
      refetchInterval: LIST_INTERVAL_MS,
    }),
  readiness: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'readiness'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/readiness`, ReadinessResponse, { signal }),
    }),
}

/** Asks a machine for its SSH host key. Nothing is kept. */
export function useProbeHost() {
  return useMutation({ mutationFn: (request: ProbeRequest) => api.post('/hosts/probe', ProbeResponse, request) })
}

export function useCreateHost() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: CreateHostRequest) => api.post('/hosts', HostResponse, request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: hostQueries.all }),
  })
}

export function useUpdateHost(hostId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: UpdateHostRequest) => api.patch(`/hosts/${hostId}`, HostResponse, request),
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
    mutationFn: () => api.post(`/hosts/${hostId}/refresh`, RefreshResponse),
    onSettled: () => queryClient.invalidateQueries({ queryKey: hostQueries.all }),
  })
}
