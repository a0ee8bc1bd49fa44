'use client'

import { useForm, useWatch } from 'react-hook-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { addHostFieldOf, addHostFieldOfCode } from '@/components/hosts/add/add-host-form'
import type { AddHostValues } from '@/components/hosts/add/add-host-form'
import { SecretFields } from '@/components/hosts/AuthFields'
import { Button } from '@/components/ui/Button'
import { Panel } from '@/components/ui/Panel'
import { useToast } from '@/components/ui/Toast'
import { ApiError } from '@/lib/client/http'
import { useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'
import { isElsewhere, toGeneralRequest, toHostValues } from './host-settings-form'

export function GeneralForm({ host }: { host: Host }) {
  const update = useUpdateHost(host.id)
  const toast = useToast()
  const form = useForm<AddHostValues>({ defaultValues: toHostValues(host) })
  const [address, port] = useWatch({ control: form.control, name: ['address', 'port'] })
  const contract = contractCheck('UpdateHostRequest', (values: AddHostValues) => toGeneralRequest(values, host))
  const submit = form.handleSubmit((values) =>
    update.mutate(toGeneralRequest(values, host), {
      onSuccess: (saved) => {
        form.reset(toHostValues(saved))
        toast(`${saved.name} is saved.`)
      },
      onError: (error) => {
        if (showFieldErrors(form, error, addHostFieldOf) || !(error instanceof ApiError)) return
        const field = addHostFieldOfCode(error.code)
        if (field !== null) form.setError(field, { message: error.message }, { shouldFocus: true })
      },
    }),
  )
  const { errors, isDirty } = form.formState
  return (
    <Panel
      title="Name and address"
      lead="A new address is tried, with the pinned host key and the credentials given for it, before it is stored."
    >
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 items-start gap-3 max-md:grid-cols-1">
          <TextField
            label="Name"
            isMono
            error={errors.name?.message}
            {...form.register('name', { validate: contract('name') })}
          />
          <TextField
            label="Label"
            error={errors.label?.message}
            {...form.register('label', { validate: contract('label') })}
          />
          <TextField
            label="Address"
            isMono
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
        {isElsewhere({ address, port }, host) && (
          <fieldset className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
            <legend className="sr-only">Credentials for the new address</legend>
            <p className="text-12 text-fg-2">
              {host.authKind === 'agent'
                ? `That the ssh-agent signs in as ${host.username} was said of the address above as it was, and counts nowhere else. Say how to sign in at the new address.`
                : `The stored secret is for ${host.username} at the address above as it was, and is not sent anywhere else. Enter the one to use at the new address.`}
            </p>
            <SecretFields form={form} contract={contract} />
          </fieldset>
        )}
        <FormError title={`${host.name} was not changed`} error={update.error} />
        <div>
          <Button type="submit" tone="primary" size="large" disabled={!isDirty} isBusy={update.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  )
}
