import { queryOptions } from '@tanstack/react-query'
import { api } from '../http'
import { changeQueries } from './changes'

/** What is older than a change: history does not move, so a page is asked for once. Not in `list`, which events write to. */
export const olderChanges = (hostId: string | null, before: string) =>
  queryOptions({
    queryKey: [...changeQueries.all, 'older', hostId, before] as const,
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ before, ...(hostId === null ? {} : { hostId }) })
      return api.get(`/changes?${query.toString()}`, 'ChangeListResponse', { signal })
    },
    staleTime: Infinity,
    refetchInterval: false,
  })
