'use client'

import type { UseFormReturn } from 'react-hook-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { ApiError } from '@/lib/client/http'
import { useCreateHost } from '@/lib/client/queries/hosts'
import type { Host, HostKey } from '@/lib/contract/hosts'
import { AuthFields } from '../AuthFields'
import { addHostFieldOf, addHostFieldOfCode, toCreateHostRequest } from './add-host-form'
import type { AddHostValues } from './add-host-form'
import { StepCard } from './StepCard'

type Props = {
  form: UseFormReturn<AddHostValues>
  hostKey: HostKey
  onBack: () => void
  onDone: (host: Host) => void
}

export function CredentialsStep({ form, hostKey, onBack, onDone }: Props) {
  const create = useCreateHost()
  const { errors } = form.formState
  const request = (values: AddHostValues) => toCreateHostRequest(values, hostKey.fingerprint)
  const contract = contractCheck('CreateHostRequest', request)
  const submit = form.handleSubmit((values) =>
    create.mutate(request(values), {
      onSuccess: onDone,
      onError: (error) => {
        if (showFieldErrors(form, error, addHostFieldOf) || !(error instanceof ApiError)) return
        const field = addHostFieldOfCode(error.code)
        if (field !== null) form.setError(field, { type: 'server', message: error.message }, { shouldFocus: true })
      },
    }),
  )
  return (
    <StepCard
      title="How does Patchbay sign in?"
      lead="It signs in once now, with exactly the key you accepted. If that fails, nothing is stored. Secrets are encrypted and never shown again."
    >
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div className="grid grid-cols-2 items-start gap-3 max-md:grid-cols-1">
          <TextField
            label="Name in the console"
            isMono
            placeholder="kvm1"
            error={errors.name?.message}
            {...form.register('name', { validate: contract('name') })}
          />
          <TextField
            label="Label (optional)"
            placeholder="Rack A"
            hint="Hosts with the same label stand together."
            error={errors.label?.message}
            {...form.register('label', { validate: contract('label') })}
          />
        </div>
        <AuthFields form={form} contract={contract} />
        <FormError title="The host was not added" error={create.error}>
          {create.error instanceof ApiError && create.error.code === 'host_key_mismatch' && (
            <Button onClick={onBack}>Ask for the host key again</Button>
          )}
        </FormError>
        <div className="flex flex-wrap justify-between gap-2">
          <Button size="large" tone="quiet" onClick={onBack} disabled={create.isPending}>
            Back to the address
          </Button>
          <Button type="submit" size="large" tone="primary" isBusy={create.isPending}>
            {create.isPending ? 'Signing in…' : 'Sign in and add'}
          </Button>
        </div>
      </form>
    </StepCard>
  )
}
