'use client'

import { useState } from 'react'
import type { DragEvent } from 'react'
import { useWatch } from 'react-hook-form'
import type { UseFormReturn } from 'react-hook-form'
import { CheckField } from '@/components/fields/CheckField'
import { controlClass, Field } from '@/components/fields/Field'
import { TextField } from '@/components/fields/TextField'
import { Segmented } from '@/components/ui/Segmented'
import type { Segment } from '@/components/ui/Segmented'
import type { HostAuth } from '@/lib/contract/hosts'
import type { AddHostValues } from './add/add-host-form'

const KINDS: readonly Segment<HostAuth['kind']>[] = [
  { id: 'privateKey', label: 'Private key' },
  { id: 'password', label: 'Password' },
  { id: 'agent', label: 'ssh-agent' },
]

/** A check of one field against the contract, by the path it has in the request. */
type Contract = (path: string) => (value: unknown, values: AddHostValues) => Promise<string | true>

type Props = { form: UseFormReturn<AddHostValues>; contract: Contract }

/** User, and how that user proves to be one: the same fields when a host is added and when its credentials change. */
export function AuthFields({ form, contract }: Props) {
  const username = useWatch({ control: form.control, name: 'username' })
  return (
    <>
      <TextField
        label="SSH user"
        isMono
        autoComplete="off"
        error={form.formState.errors.username?.message}
        {...form.register('username', { validate: contract('username') })}
      />
      {username.trim() !== 'root' && (
        <CheckField
          label={
            <>
              Run commands through <code className="font-mono text-12">sudo -n</code>
            </>
          }
          hint="Reading bridges, OVSDB and libvirt needs root or the right groups. sudo must not ask for a password."
          {...form.register('sudo')}
        />
      )}
      <SecretFields form={form} contract={contract} />
    </>
  )
}

/** How the user signs in, and the secret that goes with it. */
export function SecretFields({ form, contract }: Props) {
  const authKind = useWatch({ control: form.control, name: 'authKind' })
  return (
    <>
      <div className="flex flex-col items-start gap-1">
        <span className="text-12 text-fg-2">Signs in with</span>
        <Segmented
          label="Signs in with"
          segments={KINDS}
          value={authKind}
          onChange={(kind) => {
            form.clearErrors(['privateKey', 'passphrase', 'password'])
            form.setValue('authKind', kind)
          }}
        />
      </div>
      {authKind === 'privateKey' && <KeyFields form={form} contract={contract} />}
      {authKind === 'password' && (
        <TextField
          label="Password"
          type="password"
          autoComplete="off"
          error={form.formState.errors.password?.message}
          {...form.register('password', { validate: contract('auth.password') })}
        />
      )}
      {authKind === 'agent' && (
        <p className="text-12 text-fg-2">
          The ssh-agent of the machine that runs this console is asked (its SSH_AUTH_SOCK). Nothing secret is stored
          here.
        </p>
      )}
    </>
  )
}

/** A private key is a few kB; a file that is larger is something else. */
const MAX_KEY_BYTES = 65_536

function KeyFields({ form, contract }: Props) {
  const [isOver, setIsOver] = useState(false)
  const { errors } = form.formState
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    if (file.size > MAX_KEY_BYTES) {
      const message = `${file.name} has ${file.size} bytes, more than any private key. Choose e.g. ~/.ssh/id_ed25519.`
      form.setError('privateKey', { type: 'file', message })
      return
    }
    form.setValue('privateKey', await file.text(), { shouldDirty: true })
    form.clearErrors('privateKey')
  }
  const onDrop = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files
    setIsOver(false)
    if (file === undefined) return
    event.preventDefault()
    void take(file)
  }
  return (
    <>
      <Field
        label="Private key"
        hint="Paste it, drop the file here, or choose it. OpenSSH and PEM formats."
        error={errors.privateKey?.message}
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={6}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
            onDragOver={(event) => {
              event.preventDefault()
              setIsOver(true)
            }}
            onDragLeave={() => setIsOver(false)}
            onDrop={onDrop}
            className={`resize-y py-2 font-mono text-11 ${controlClass} ${isOver ? 'border-accent bg-accent-wash' : ''}`}
            {...form.register('privateKey', { validate: contract('auth.privateKey') })}
          />
        )}
      </Field>
      <input
        type="file"
        aria-label="Choose a private key file"
        onChange={(event) => void take(event.target.files?.[0])}
        className="text-12 text-fg-2 file:mr-3 file:h-control file:rounded-node file:border file:border-line-2 file:bg-surface-2 file:px-3 file:text-12 file:text-fg"
      />
      <TextField
        label="Passphrase (if the key has one)"
        type="password"
        autoComplete="off"
        error={errors.passphrase?.message}
        {...form.register('passphrase', { validate: contract('auth.passphrase') })}
      />
    </>
  )
}
