import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { DriftResponse, ObjectsRequest } from '../../contract/desired'
import { api } from '../http'
import { isFollowed } from '../live/stream-status'
import { changeQueries } from './changes'

/** Drift moves with the host, not with this page: asked for now and then while it is shown and its events do not come. */
const UNFOLLOWED_INTERVAL_MS = 15_000
/** While they do: proves that none was missed. */
const FOLLOWED_INTERVAL_MS = 120_000

export const desiredQueries = {
  all: ['desired'] as const,
  ofHost: (hostId: string) => [...desiredQueries.all, hostId] as const,
  /** What is wanted of the host's objects. */
  objects: (hostId: string) =>
    queryOptions({
      queryKey: [...desiredQueries.ofHost(hostId), 'objects'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/desired`, 'DesiredResponse', { signal }),
    }),
  /** Which of them are not as wanted. */
  drift: (hostId: string) =>
    queryOptions({
      queryKey: [...desiredQueries.ofHost(hostId), 'drift'] as const,
      queryFn: ({ signal }) => api.get(`/hosts/${hostId}/drift`, 'DriftResponse', { signal }),
      refetchInterval: () => (isFollowed(hostId) ? FOLLOWED_INTERVAL_MS : UNFOLLOWED_INTERVAL_MS),
    }),
}

/** `adopt`: manage what runs now. `release`: want nothing of them any more. `accept`: what is there is wanted from now on. */
export function useDecideObjects(hostId: string, verb: 'adopt' | 'release' | 'accept') {
  const client = useQueryClient()
  const path = `/hosts/${hostId}/${verb === 'accept' ? 'drift' : 'desired'}/${verb}`
  return useMutation({
    mutationFn: (request: ObjectsRequest) => api.post(path, 'DesiredResponse', request),
    onSuccess: (desired) => {
      client.setQueryData(desiredQueries.objects(hostId).queryKey, desired)
      return client.invalidateQueries({ queryKey: desiredQueries.drift(hostId).queryKey })
    },
  })
}

/** Plans what brings objects back to what is wanted: answers with a planned change, which is then applied like any other. */
export function usePushDesired(hostId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: ObjectsRequest) => api.post(`/hosts/${hostId}/drift/push`, 'ChangeResponse', request),
    onSuccess: (change) => {
      client.setQueryData(changeQueries.detail(change.id).queryKey, change)
      return client.invalidateQueries({ queryKey: changeQueries.lists() })
    },
  })
}

/** What an event says of the host's drift. */
export function keepDrift(client: QueryClient, hostId: string, drift: DriftResponse): void {
  const { queryKey } = desiredQueries.drift(hostId)
  // An answer on its way is older than this.
  void client.cancelQueries({ queryKey })
  client.setQueryData(queryKey, drift)
}

/** A change of the host has ended: what is wanted of it may be another. */
export const forgetDesired = (client: QueryClient, hostId: string): Promise<void> =>
  client.invalidateQueries({ queryKey: desiredQueries.ofHost(hostId) })
