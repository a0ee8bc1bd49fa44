import { queryOptions } from '@tanstack/react-query'
import { api } from '../http'
import { isFollowed } from '../live/stream-status'
import { FRESH_MS } from '../query-client'
import { hostQueries } from './hosts'

/** While a host is open and its events do not come, its state is asked for this often. */
const UNFOLLOWED_INTERVAL_MS = 2_000

export const hostStateQueries = {
  current: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'state'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/state`, 'HostStateResponse', { signal }),
      staleTime: () => (isFollowed(hostId) ? Infinity : FRESH_MS),
      refetchInterval: () => (isFollowed(hostId) ? false : UNFOLLOWED_INTERVAL_MS),
    }),
}
