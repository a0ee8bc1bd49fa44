import { queryOptions } from '@tanstack/react-query'
import { api } from '../http'

export const auditQueries = {
  all: ['audit'] as const,
  /** One page, newest first; `before` is the `nextBefore` of the page above. */
  page: (before: number | null) =>
    queryOptions({
      queryKey: [...auditQueries.all, before] as const,
      queryFn: ({ signal }) =>
        api.get(before === null ? '/audit' : `/audit?before=${before}`, 'AuditListResponse', { signal }),
    }),
}
