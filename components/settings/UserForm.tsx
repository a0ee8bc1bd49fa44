'use client'

import { useForm } from 'react-hook-form'
import { contractResolver, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { ApiError } from '@/lib/client/http'
import { useCreateUser } from '@/lib/client/queries/users'
import { RoleField } from './RoleField'
import { toCreateUserRequest, userDefaults } from './settings-forms'
import type { UserValues } from './settings-forms'

const FIELDS = ['login', 'password', 'role'] as const
const fieldOf = (path: string) => FIELDS.find((field) => field === path) ?? null

export function UserForm({ onDone }: { onDone: () => void }) {
  const create = useCreateUser()
  const toast = useToast()
  const form = useForm<UserValues>({
    defaultValues: userDefaults,
    resolver: contractResolver('CreateUserRequest', toCreateUserRequest, fieldOf),
  })
  const submit = form.handleSubmit((values) =>
    create.mutate(toCreateUserRequest(values), {
      onSuccess: (user) => {
        toast(`${user.login} may sign in now.`)
        onDone()
      },
      onError: (error) => {
        if (showFieldErrors(form, error, fieldOf)) return
        if (error instanceof ApiError && error.code === 'name_taken')
          form.setError('login', { message: error.message }, { shouldFocus: true })
      },
    }),
  )
  const { errors } = form.formState
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TextField
        label="User name"
        autoComplete="off"
        autoFocus
        error={errors.login?.message}
        {...form.register('login')}
      />
      <TextField
        label="First password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. They can change it after signing in."
        error={errors.password?.message}
        {...form.register('password')}
      />
      <RoleField error={errors.role?.message} {...form.register('role')} />
      <FormError title="No user was made" error={create.error} />
      <div className="flex justify-end">
        <Button type="submit" tone="primary" size="large" isBusy={create.isPending}>
          Add the user
        </Button>
      </div>
    </form>
  )
}
