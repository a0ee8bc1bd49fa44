'use client'

import type { UseFormReturn } from 'react-hook-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { useProbeHost } from '@/lib/client/queries/hosts'
import type { HostKey } from '@/lib/contract/hosts'
import { addHostFieldOf, suggestName, toProbeRequest } from './add-host-form'
import type { AddHostValues } from './add-host-form'
import { StepCard } from './StepCard'

type Props = { form: UseFormReturn<AddHostValues>; onDone: (hostKey: HostKey) => void }

const contract = contractCheck<AddHostValues>('ProbeRequest', toProbeRequest)

export function AddressStep({ form, onDone }: Props) {
  const probe = useProbeHost()
  const { errors } = form.formState
  const submit = form.handleSubmit((values) => {
    const request = toProbeRequest(values)
    probe.mutate(request, {
      onSuccess: ({ hostKey }) => {
        if (form.getValues('name') === '') form.setValue('name', suggestName(values.address))
        onDone(hostKey)
      },
      onError: (error) => void showFieldErrors(form, error, addHostFieldOf),
    })
  })
  return (
    <StepCard
      title="Where is it?"
      lead="Patchbay asks this address for its SSH host key. Nothing is signed in and nothing is kept yet."
    >
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div className="grid grid-cols-[1fr_96px] items-start gap-3">
          <TextField
            label="Address"
            isMono
            placeholder="kvm1.example.org"
            hint="A host name, an IPv4 or an IPv6 address."
            error={errors.address?.message}
            {...form.register('address', { validate: contract('address') })}
          />
          <TextField
            label="SSH port"
            isMono
            inputMode="numeric"
            error={errors.port?.message}
            {...form.register('port', { validate: contract('port') })}
          />
        </div>
        <FormError title="No host key was received" error={probe.error} />
        <div className="flex justify-end">
          <Button type="submit" tone="primary" size="large" isBusy={probe.isPending}>
            Ask for the host key
          </Button>
        </div>
      </form>
    </StepCard>
  )
}
