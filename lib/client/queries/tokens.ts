import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateTokenRequest } from '../../contract/auth'
import { api } from '../http'

export const tokenQueries = {
  all: ['tokens'] as const,
  list: () =>
    queryOptions({
      queryKey: [...tokenQueries.all, 'list'] as const,
      queryFn: ({ signal }) => api.get('/tokens', 'TokenListResponse', { signal }),
    }),
}

export function useCreateToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: CreateTokenRequest) => api.post('/tokens', 'CreateTokenResponse', request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokenQueries.all }),
  })
}

export function useDeleteToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (tokenId: string) => api.delete(`/tokens/${tokenId}`),
    // Not waited for: the row that asked goes with the answer, and what it says with it.
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: tokenQueries.all }),
  })
}
