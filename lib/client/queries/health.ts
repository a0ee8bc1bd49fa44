import { queryOptions } from '@tanstack/react-query'
import { HealthResponse } from '../../contract/health'
import { api } from '../http'

export const healthQueries = {
  current: () =>
    queryOptions({
      queryKey: ['health'] as const,
      queryFn: ({ signal }) => api.get('/health', HealthResponse, { signal }),
    }),
}
