'use client'

import { useForm } from 'react-hook-form'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { addHostFieldOf, addHostFieldOfCode } from '@/components/hosts/add/add-host-form'
import type { AddHostValues } from '@/components/hosts/add/add-host-form'
import { AuthFields } from '@/components/hosts/AuthFields'
import { Button } from '@/components/ui/Button'
import { Panel } from '@/components/ui/Panel'
import { useToast } from '@/components/ui/Toast'
import { ApiError } from '@/lib/client/http'
import { useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'
import { toCredentialsRequest, toHostValues } from './host-settings-form'

const KIND_WORDS: Record<Host['authKind'], string> = {
  privateKey: 'a private key',
  password: 'a password',
  agent: 'the ssh-agent',
}

const contract = contractCheck('UpdateHostRequest', toCredentialsRequest)

export function CredentialsForm({ host }: { host: Host }) {
  const update = useUpdateHost(host.id)
  const toast = useToast()
  const form = useForm<AddHostValues>({ defaultValues: toHostValues(host) })
  const submit = form.handleSubmit((values) =>
    update.mutate(toCredentialsRequest(values), {
      onSuccess: (saved) => {
        form.reset(toHostValues(saved))
        toast(`${saved.name}: the new credentials work and are stored.`)
      },
      onError: (error) => {
        if (showFieldErrors(form, error, addHostFieldOf) || !(error instanceof ApiError)) return
        const field = addHostFieldOfCode(error.code)
        if (field !== null) form.setError(field, { message: error.message }, { shouldFocus: true })
      },
    }),
  )
  return (
    <Panel
      title="Credentials"
      lead={`Signs in as ${host.username} with ${KIND_WORDS[host.authKind]}${host.sudo ? ', through sudo' : ''}. What is stored cannot be read back, only replaced; new credentials are tried first.`}
    >
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <AuthFields form={form} contract={contract} />
        <FormError title="The credentials were not replaced" error={update.error} />
        <div>
          <Button type="submit" size="large" isBusy={update.isPending}>
            Replace the credentials
          </Button>
        </div>
      </form>
    </Panel>
  )
}
