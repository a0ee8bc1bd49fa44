'use client'

import { useForm } from 'react-hook-form'
import { contractResolver, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { SelectField } from '@/components/fields/SelectField'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { ApiError } from '@/lib/client/http'
import { useCreateToken } from '@/lib/client/queries/tokens'
import type { CreateTokenResponse } from '@/lib/contract/auth'
import { RoleField } from './RoleField'
import { toCreateTokenRequest, tokenDefaults } from './settings-forms'
import type { TokenValues } from './settings-forms'

const FIELDS = ['name', 'role', 'expiresInDays'] as const
const fieldOf = (path: string) => FIELDS.find((field) => field === path) ?? null

export function TokenForm({ onDone }: { onDone: (token: CreateTokenResponse) => void }) {
  const create = useCreateToken()
  const form = useForm<TokenValues>({
    defaultValues: tokenDefaults,
    resolver: contractResolver('CreateTokenRequest', toCreateTokenRequest, fieldOf),
  })
  const submit = form.handleSubmit((values) =>
    create.mutate(toCreateTokenRequest(values), {
      onSuccess: onDone,
      onError: (error) => {
        if (showFieldErrors(form, error, fieldOf)) return
        if (error instanceof ApiError && error.code === 'name_taken')
          form.setError('name', { message: error.message }, { shouldFocus: true })
      },
    }),
  )
  const { errors } = form.formState
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TextField
        label="What is it for?"
        placeholder="backup script"
        autoFocus
        error={errors.name?.message}
        {...form.register('name')}
      />
      <RoleField error={errors.role?.message} {...form.register('role')} />
      <SelectField label="Expires" error={errors.expiresInDays?.message} {...form.register('expiresInDays')}>
        <option value="30">in 30 days</option>
        <option value="90">in 90 days (usual)</option>
        <option value="365">in a year</option>
        <option value="never">never</option>
      </SelectField>
      <FormError title="No token was made" error={create.error} />
      <div className="flex justify-end">
        <Button type="submit" tone="primary" size="large" isBusy={create.isPending}>
          Make the token
        </Button>
      </div>
    </form>
  )
}
