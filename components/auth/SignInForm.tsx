'use client'

import { useForm } from 'react-hook-form'
import { contractResolver } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { toNextPath } from '@/lib/client/next-path'
import { openAfresh } from '@/lib/client/open-afresh'
import { useSignIn } from '@/lib/client/queries/auth'
import { signInDefaults, toSignInRequest } from './sign-in-form'
import type { SignInValues } from './sign-in-form'

const fieldOf = (path: string) => (path === 'login' || path === 'password' ? path : null)

export function SignInForm({ next }: { next: string | null }) {
  const signIn = useSignIn()
  const form = useForm<SignInValues>({
    defaultValues: signInDefaults,
    resolver: contractResolver('SignInRequest', toSignInRequest, fieldOf),
  })
  const submit = form.handleSubmit((values) =>
    signIn.mutate(toSignInRequest(values), {
      onSuccess: () => openAfresh(toNextPath(next)),
      onError: () => form.setFocus('password'),
    }),
  )
  const { errors } = form.formState
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="User name"
        autoComplete="username"
        autoFocus
        error={errors.login?.message}
        {...form.register('login')}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <FormError title="Not signed in" error={signIn.error} />
      <Button type="submit" tone="primary" size="large" isBusy={signIn.isPending || signIn.isSuccess}>
        Sign in
      </Button>
    </form>
  )
}
