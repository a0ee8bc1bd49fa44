import { queryOptions } from '@tanstack/react-query'
import { api } from '../http'
import { hostQueries } from './hosts'

/** Counters of how a host is followed: no event tells of them, so an open page asks. */
const INTERVAL_MS = 2_000

export const diagnosticsQueries = {
  current: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'diagnostics'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/diagnostics`, 'HostDiagnosticsResponse', { signal }),
      refetchInterval: INTERVAL_MS,
    }),
}
