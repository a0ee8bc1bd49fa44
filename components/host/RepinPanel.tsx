'use client'

import { useState } from 'react'
import { CheckField } from '@/components/fields/CheckField'
import { FormError } from '@/components/fields/FormError'
import { HostKeyCard } from '@/components/hosts/HostKeyCard'
import { keyCheckCommand } from '@/components/hosts/key-check'
import { Button } from '@/components/ui/Button'
import { Panel } from '@/components/ui/Panel'
import { useToast } from '@/components/ui/Toast'
import { useProbeHost, useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host, HostKey } from '@/lib/contract/hosts'

/** The pinned key, and how to replace it on purpose: ask the host, compare, say so. */
export function RepinPanel({ host }: { host: Host }) {
  const probe = useProbeHost()
  const offered = probe.data?.hostKey
  const isSame = offered?.fingerprint === host.hostKey.fingerprint
  return (
    <Panel title="Host key" lead="Only a host that proves to hold this key is spoken to.">
      <HostKeyCard title="Pinned" hostKey={host.hostKey} />
      {offered !== undefined && !isSame && <Repin host={host} offered={offered} onDone={() => probe.reset()} />}
      {offered !== undefined && isSame && (
        <p role="status" className="text-12">
          {host.name} offers exactly this key now.
        </p>
      )}
      <FormError title="The host did not show its key" error={probe.error} />
      <div>
        <Button
          size="large"
          isBusy={probe.isPending}
          onClick={() => probe.mutate({ address: host.address, port: host.port })}
        >
          Ask for the key it offers now
        </Button>
      </div>
    </Panel>
  )
}

function Repin({ host, offered, onDone }: { host: Host; offered: HostKey; onDone: () => void }) {
  const [isCompared, setIsCompared] = useState(false)
  const update = useUpdateHost(host.id)
  const toast = useToast()
  return (
    <div className="flex flex-col items-start gap-2">
      <HostKeyCard title="Offered now: another key" hostKey={offered} tone="error" />
      <CheckField
        label="I compared: the host itself prints the offered fingerprint"
        hint={<code className="font-mono">{keyCheckCommand(offered.type)}</code>}
        checked={isCompared}
        onChange={(event) => setIsCompared(event.target.checked)}
      />
      <FormError title="The key was not replaced" error={update.error} />
      <Button
        tone="danger"
        size="large"
        disabled={!isCompared}
        isBusy={update.isPending}
        // The promise, not mutate's callbacks: once the key is pinned this part of the panel is gone, and they with it.
        onClick={() =>
          void update.mutateAsync({ hostKeyFingerprint: offered.fingerprint }).then(
            () => {
              toast(`${host.name}: the new key is pinned.`)
              onDone()
            },
            () => undefined, // update.error is shown above
          )
        }
      >
        Pin the offered key instead
      </Button>
    </div>
  )
}
