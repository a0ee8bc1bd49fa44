'use client'

import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { useRefreshHost } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'

/** Connects and reads now instead of waiting for the next try. */
export function RetryButton({ host, label = 'Retry now' }: { host: Host; label?: string }) {
  const refresh = useRefreshHost(host.id)
  const toast = useToast()
  return (
    <Button
      icon="retry"
      isBusy={refresh.isPending}
      aria-label={`${label}: ${host.name}`}
      onClick={() =>
        refresh.mutate(undefined, {
          onSuccess: () => toast(`${host.name} was read.`),
          onError: (error) => toast(`${host.name} was not read. ${error.message}`, 'error'),
        })
      }
    >
      {label}
    </Button>
  )
}
