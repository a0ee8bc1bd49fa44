'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormError } from '@/components/fields/FormError'
import { TextField } from '@/components/fields/TextField'
import { Button } from '@/components/ui/Button'
import { Dialog } from '@/components/ui/Dialog'
import { Panel } from '@/components/ui/Panel'
import { useToast } from '@/components/ui/Toast'
import { useDeleteHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'

export function DeleteHostPanel({ host }: { host: Host }) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Panel
      title="Forget this host"
      lead="The console forgets the host, its key, its credentials and its readings. The host itself is not touched: its guests and its wiring stay as they are."
    >
      <div>
        <Button tone="danger" size="large" onClick={() => setIsAsking(true)}>
          Forget {host.name}…
        </Button>
      </div>
      {isAsking && <ConfirmDelete host={host} onClose={() => setIsAsking(false)} />}
    </Panel>
  )
}

function ConfirmDelete({ host, onClose }: { host: Host; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const remove = useDeleteHost(host.id)
  const router = useRouter()
  const toast = useToast()
  const isNamed = typed === host.name
  return (
    <Dialog title={`Forget ${host.name}?`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isNamed) return
          remove.mutate(undefined, {
            onSuccess: () => {
              toast(`${host.name} is forgotten. The host itself was not touched.`)
              router.replace('/hosts')
            },
          })
        }}
        className="flex flex-col gap-3"
      >
        <TextField
          label={
            <>
              Type <code className="font-mono text-fg">{host.name}</code> to go on
            </>
          }
          isMono
          autoComplete="off"
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <FormError title={`${host.name} was not forgotten`} error={remove.error} />
        <div className="flex justify-end gap-2">
          <Button size="large" tone="quiet" onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" size="large" tone="danger" disabled={!isNamed} isBusy={remove.isPending}>
            Forget the host
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
