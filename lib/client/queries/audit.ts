import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../http'

/** As many as the API gives at once: the log is read from its end, page by page. */
const PAGE_SIZE = 200

export const auditQueries = {
  all: ['audit'] as const,
  /** Newest first. */
  entries: () =>
    infiniteQueryOptions({
      queryKey: [...auditQueries.all, 'entries'] as const,
      queryFn: ({ signal, pageParam }) =>
        api.get(`/audit?limit=${PAGE_SIZE}${pageParam === null ? '' : `&before=${pageParam}`}`, 'AuditListResponse', {
          signal,
        }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.nextBefore,
    }),
  /** Reads the whole log: asked for by a person, never by itself. */
  verify: () =>
    queryOptions({
      queryKey: [...auditQueries.all, 'verify'] as const,
      queryFn: ({ signal }) => api.get('/audit/verify', 'AuditVerifyResponse', { signal }),
      enabled: false,
      staleTime: Infinity,
    }),
}
