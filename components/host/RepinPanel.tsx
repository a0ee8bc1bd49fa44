'use client'

import { FormError } from '@/components/fields/FormError'
import { lazyForm } from '@/components/fields/lazy-form'
import { HostKeyCard } from '@/components/hosts/HostKeyCard'
import { keyCheckCommand } from '@/components/hosts/key-check'
import { Button } from '@/components/ui/Button'
import { Panel } from '@/components/ui/Panel'
import { useProbeHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'

const PinOfferedKey = lazyForm(() => import('@/components/hosts/PinOfferedKey').then((module) => module.PinOfferedKey))

/** The pinned key, and how to replace it on purpose: ask the host, compare, say so. */
export function RepinPanel({ host }: { host: Host }) {
  const probe = useProbeHost()
  const offered = probe.data?.hostKey
  const isSame = offered?.fingerprint === host.hostKey.fingerprint
  return (
    <Panel title="Host key" lead="Only a host that proves to hold this key is spoken to.">
      <HostKeyCard title="Pinned" hostKey={host.hostKey} />
      {offered !== undefined && !isSame && (
        <div className="flex flex-col items-start gap-2">
          <HostKeyCard title="Offered now: another key" hostKey={offered} tone="error" />
          <PinOfferedKey
            host={host}
            offered={offered}
            hint={<code className="font-mono">{keyCheckCommand(offered.type)}</code>}
            onPinned={() => probe.reset()}
          />
        </div>
      )}
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
