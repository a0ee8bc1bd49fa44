'use client'

import { useForm } from 'react-hook-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { useSetup } from '@/lib/client/queries/auth'
import { openAfresh } from '@/lib/client/open-afresh'
import { setupDefaults, toSetupRequest, validateRepeated } from './setup-form'
import type { SetupValues } from './setup-form'

const FIELDS = ['code', 'login', 'password'] as const
const fieldOf = (path: string) => FIELDS.find((field) => field === path) ?? null

const contract = contractCheck('SetupRequest', toSetupRequest)

export function SetupForm() {
  const setup = useSetup()
  const form = useForm<SetupValues>({ defaultValues: setupDefaults })
  const submit = form.handleSubmit((values) =>
    setup.mutate(toSetupRequest(values), {
      onSuccess: () => openAfresh('/hosts'),
      onError: (error) => void showFieldErrors(form, error, fieldOf),
    }),
  )
  const { errors } = form.formState
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="Set-up code"
        isMono
        autoComplete="off"
        autoFocus
        hint="The console prints it in its log when it starts: in the terminal, or with journalctl or docker logs."
        error={errors.code?.message}
        {...form.register('code', { validate: contract('code') })}
      />
      <TextField
        label="User name"
        autoComplete="username"
        error={errors.login?.message}
        {...form.register('login', { validate: contract('login') })}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Four short words do well."
        error={errors.password?.message}
        {...form.register('password', { validate: contract('password') })}
      />
      <TextField
        label="Password again"
        type="password"
        autoComplete="new-password"
        error={errors.repeated?.message}
        {...form.register('repeated', {
          validate: (repeated, { password }) => validateRepeated(password, repeated) ?? true,
        })}
      />
      <FormError title="No administrator was made" error={setup.error} />
      <Button type="submit" tone="primary" size="large" isBusy={setup.isPending || setup.isSuccess}>
        Create the administrator
      </Button>
    </form>
  )
}
