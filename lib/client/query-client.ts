import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './http'

const MAX_RETRIES = 2

/**
 * One client per page load. Reads are retried only where the error's code says that the same request may succeed later.
 * `onSignedOut` is called when a read finds that the session has ended.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'unauthenticated') onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiError && error.isRetryable,
      },
      mutations: { retry: false },
    },
  })
}
