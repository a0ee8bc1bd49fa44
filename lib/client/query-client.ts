import { QueryCache, QueryClient } from '@tanstack/react-query'
import { replaceEqualDeep } from '../core/model/replace-equal-deep'
import { ApiError } from './http'

const MAX_RETRIES = 2
/** An answer this young is not asked for again. */
export const FRESH_MS = 1_000

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
        staleTime: FRESH_MS,
        structuralSharing: replaceEqualDeep,
        retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiError && error.isRetryable,
      },
      mutations: { retry: false },
    },
  })
}
