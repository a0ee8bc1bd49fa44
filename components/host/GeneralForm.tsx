'use client'

import { useForm } from 'react-hook-form'
import { contractResolver, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { Panel } from '@/components/ui/Panel'
import { useToast } from '@/components/ui/Toast'
import { ApiError } from '@/lib/client/http'
import { useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'
import { toGeneralRequest, toGeneralValues } from './host-settings-form'
import type { GeneralValues } from './host-settings-form'

const FIELDS = ['name', 'label', 'address', 'port'] as const
const fieldOf = (path: string) => FIELDS.find((field) => field === path) ?? null

export function GeneralForm({ host }: { host: Host }) {
  const update = useUpdateHost(host.id)
  const toast = useToast()
  const form = useForm<GeneralValues>({
    defaultValues: toGeneralValues(host),
    resolver: contractResolver('UpdateHostRequest', (values) => toGeneralRequest(values, host), fieldOf),
  })
  const submit = form.handleSubmit((values) =>
    update.mutate(toGeneralRequest(values, host), {
      onSuccess: (saved) => {
        form.reset(toGeneralValues(saved))
        toast(`${saved.name} is saved.`)
      },
      onError: (error) => {
        if (showFieldErrors(form, error, fieldOf)) return
        if (error instanceof ApiError && error.code === 'name_taken')
          form.setError('name', { message: error.message }, { shouldFocus: true })
      },
    }),
  )
  const { errors, isDirty } = form.formState
  return (
    <Panel title="Name and address" lead="A new address is tried, with the pinned key, before it is stored.">
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 items-start gap-3 max-md:grid-cols-1">
          <TextField label="Name" isMono error={errors.name?.message} {...form.register('name')} />
          <TextField label="Label" error={errors.label?.message} {...form.register('label')} />
          <TextField label="Address" isMono error={errors.address?.message} {...form.register('address')} />
          <TextField
            label="SSH port"
            isMono
            inputMode="numeric"
            error={errors.port?.message}
            {...form.register('port')}
          />
        </div>
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
