import { queryOptions } from '@tanstack/react-query'
import { api } from '../http'

export const healthQueries = {
  current: () =>
    queryOptions({
      queryKey: ['health'] as const,
      queryFn: ({ signal }) => api.get('/health', 'HealthResponse', { signal }),
    }),
}
