'use client'

import { useForm } from 'react-hook-form'
import { validateRepeated } from '@/components/auth/setup-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { useChangePassword } from '@/lib/client/queries/auth'
import { passwordDefaults, toChangePasswordRequest } from './settings-forms'
import type { PasswordValues } from './settings-forms'

const fieldOf = (path: string) => (path === 'currentPassword' || path === 'newPassword' ? path : null)

const contract = contractCheck('ChangePasswordRequest', toChangePasswordRequest)

export function PasswordForm() {
  const change = useChangePassword()
  const toast = useToast()
  const form = useForm<PasswordValues>({ defaultValues: passwordDefaults })
  const submit = form.handleSubmit((values) =>
    change.mutate(toChangePasswordRequest(values), {
      onSuccess: () => {
        form.reset(passwordDefaults)
        toast('Your password is changed. Your other sessions have ended.')
      },
      onError: (error) => void showFieldErrors(form, error, fieldOf),
    }),
  )
  const { errors } = form.formState
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-90 flex-col gap-3">
      <TextField
        label="Current password"
        type="password"
        autoComplete="current-password"
        error={errors.currentPassword?.message}
        {...form.register('currentPassword', { validate: contract('currentPassword') })}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Four short words do well."
        error={errors.newPassword?.message}
        {...form.register('newPassword', { validate: contract('newPassword') })}
      />
      <TextField
        label="New password again"
        type="password"
        autoComplete="new-password"
        error={errors.repeated?.message}
        {...form.register('repeated', {
          validate: (repeated, { newPassword }) => validateRepeated(newPassword, repeated) ?? true,
        })}
      />
      <FormError title="The password was not changed" error={change.error} />
      <div>
        <Button type="submit" size="large" isBusy={change.isPending}>
          Change the password
        </Button>
      </div>
    </form>
  )
}
