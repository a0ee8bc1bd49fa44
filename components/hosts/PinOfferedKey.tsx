'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { CheckField } from '@/components/fields/CheckField'
import { contractCheck, showFieldErrors } from '@/components/fields/contract-errors'
import { FormError } from '@/components/fields/FormError'
import { toHostValues, toPinRequest } from '@/components/host/host-settings-form'
import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { ApiError } from '@/lib/client/http'
import { useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host, HostKey } from '@/lib/contract/hosts'
import { addHostFieldOf, addHostFieldOfCode } from './add/add-host-form'
import type { AddHostValues } from './add/add-host-form'
import { SecretFields } from './AuthFields'

type Props = { host: Host; offered: HostKey; hint?: React.ReactNode; onPinned?: () => void }

/** Replaces the pinned key, once a person says to have compared it and has entered the secret for the host that has it. */
export function PinOfferedKey({ host, offered, hint, onPinned }: Props) {
  const [isCompared, setIsCompared] = useState(false)
  const update = useUpdateHost(host.id)
  const toast = useToast()
  const form = useForm<AddHostValues>({ defaultValues: toHostValues(host) })
  const request = (values: AddHostValues) => toPinRequest(values, offered.fingerprint)
  const contract = contractCheck('UpdateHostRequest', request)
  const submit = form.handleSubmit((values) =>
    // The promise, not mutate's callbacks: once the key is pinned this may be gone, and they with it.
    update.mutateAsync(request(values)).then(
      () => {
        toast(`${host.name}: the new key is pinned.`)
        onPinned?.()
      },
      (error: unknown) => {
        if (showFieldErrors(form, error, addHostFieldOf) || !(error instanceof ApiError)) return
        const field = addHostFieldOfCode(error.code)
        if (field !== null) form.setError(field, { message: error.message }, { shouldFocus: true })
      },
    ),
  )
  return (
    <form
      noValidate
      aria-label="Pin the offered key"
      onSubmit={(event) => void submit(event)}
      className="flex w-full max-w-120 flex-col items-start gap-3"
    >
      <CheckField
        label="I compared: the host itself prints the offered fingerprint"
        hint={hint}
        checked={isCompared}
        onChange={(event) => setIsCompared(event.target.checked)}
      />
      {isCompared && (
        <div className="flex w-full flex-col gap-3">
          <p className="text-12 text-fg-2">
            {host.authKind === 'agent'
              ? `That the ssh-agent signs in was said of the host with the old key, and counts for no other. Say how ${host.username} signs in at ${host.address} with the new one.`
              : `The stored secret is for the host with the old key, and is not sent to another. Enter it again, for ${host.username} at ${host.address}.`}
          </p>
          <SecretFields form={form} contract={contract} />
        </div>
      )}
      <FormError title="The key was not replaced" error={update.error} />
      <Button type="submit" tone="danger" size="large" disabled={!isCompared} isBusy={update.isPending}>
        Pin the offered key instead
      </Button>
    </form>
  )
}
