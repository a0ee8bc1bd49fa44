import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './http'

const MAX_RETRIES = 2

/** One client per page load. Reads are retried only where the error's code says that the same request may succeed later. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiError && error.isRetryable,
      },
      mutations: { retry: false },
    },
  })
}
