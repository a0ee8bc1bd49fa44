import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateUserRequest, UpdateUserRequest } from '../../contract/auth'
import { api } from '../http'
import { tokenQueries } from './tokens'

export const userQueries = {
  all: ['users'] as const,
  list: () =>
    queryOptions({
      queryKey: [...userQueries.all, 'list'] as const,
      queryFn: ({ signal }) => api.get('/users', 'UserListResponse', { signal }),
    }),
}

export function useCreateUser() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: CreateUserRequest) => api.post('/users', 'User', request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: userQueries.all }),
  })
}

export function useUpdateUser() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ userId, request }: { userId: string; request: UpdateUserRequest }) =>
      api.patch(`/users/${userId}`, 'User', request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: userQueries.all }),
  })
}

export function useDeleteUser() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (userId: string) => api.delete(`/users/${userId}`),
    // Their API tokens have gone with them. Not waited for: the row that asked goes with the answer, and what it says with it.
    onSuccess: () => {
      for (const { all } of [userQueries, tokenQueries]) void queryClient.invalidateQueries({ queryKey: all })
    },
  })
}
