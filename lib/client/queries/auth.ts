import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ChangePasswordRequest, SetupRequest, SignInRequest } from '../../contract/auth'
import { api } from '../http'

const authQueries = {
  all: ['auth'] as const,
  me: () =>
    queryOptions({
      queryKey: [...authQueries.all, 'me'] as const,
      queryFn: ({ signal }) => api.get('/auth/me', 'Me', { signal }),
      staleTime: 60_000,
    }),
  setup: () =>
    queryOptions({
      queryKey: [...authQueries.all, 'setup'] as const,
      queryFn: ({ signal }) => api.get('/setup', 'SetupStatusResponse', { signal }),
      staleTime: Infinity,
    }),
}

export function useSetup() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: SetupRequest) => api.post('/setup', 'Me', request),
    onSuccess: () => queryClient.clear(),
  })
}

export function useSignIn() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: SignInRequest) => api.post('/auth/sign-in', 'Me', request),
    onSuccess: () => queryClient.clear(),
  })
}

export function useSignOut() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api.post('/auth/sign-out', 'Anything'),
    onSuccess: () => queryClient.clear(),
  })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (request: ChangePasswordRequest) => api.post('/auth/password', 'Anything', request),
  })
}
