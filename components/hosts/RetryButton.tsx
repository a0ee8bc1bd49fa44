'use client'

import { SOURCE_NAMES } from '@/components/host/source-names'
import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { useRefreshHost } from '@/lib/client/queries/hosts'
import type { RefreshResponse } from '@/lib/contract/host-state'
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
          onSuccess: ({ unanswered }) => toast(`${host.name} was read${exceptFor(unanswered)}.`),
          onError: (error) => toast(`${host.name} was not read. ${error.message}`, 'error'),
        })
      }
    >
      {label}
    </Button>
  )
}

const exceptFor = (unanswered: RefreshResponse['unanswered']): string =>
  unanswered.length === 0
    ? ''
    : `, but has not answered about: ${unanswered.map((source) => SOURCE_NAMES[source]).join(', ')}`
