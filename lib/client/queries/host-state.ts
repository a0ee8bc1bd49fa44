import { queryOptions } from '@tanstack/react-query'
import { HostStateResponse } from '../../contract/host-state'
import { api } from '../http'
import { hostQueries } from './hosts'

/** While a host is open on screen its state is asked for this often. */
const OPEN_HOST_INTERVAL_MS = 2_000

export const hostStateQueries = {
  current: (hostId: string) =>
    queryOptions({
      queryKey: [...hostQueries.one(hostId), 'state'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/state`, HostStateResponse, { signal }),
      refetchInterval: OPEN_HOST_INTERVAL_MS,
    }),
}
