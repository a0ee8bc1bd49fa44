'use client'

import { useState } from 'react'
import { CheckField } from '@/components/fields/CheckField'
import { FormError } from '@/components/fields/FormError'
import { Button } from '@/components/ui/Button'
import { useToast } from '@/components/ui/Toast'
import { useUpdateHost } from '@/lib/client/queries/hosts'
import type { Host, HostKey } from '@/lib/contract/hosts'

type Props = { host: Host; offered: HostKey; hint?: React.ReactNode; onPinned?: () => void }

/** Replaces the pinned key, once a person says to have compared it. */
export function PinOfferedKey({ host, offered, hint, onPinned }: Props) {
  const [isCompared, setIsCompared] = useState(false)
  const update = useUpdateHost(host.id)
  const toast = useToast()
  return (
    <>
      <CheckField
        label="I compared: the host itself prints the offered fingerprint"
        hint={hint}
        checked={isCompared}
        onChange={(event) => setIsCompared(event.target.checked)}
      />
      <FormError title="The key was not replaced" error={update.error} />
      <Button
        tone="danger"
        size="large"
        disabled={!isCompared}
        isBusy={update.isPending}
        // The promise, not mutate's callbacks: once the key is pinned this may be gone, and they with it.
        onClick={() =>
          void update.mutateAsync({ hostKeyFingerprint: offered.fingerprint }).then(
            () => {
              toast(`${host.name}: the new key is pinned.`)
              onPinned?.()
            },
            () => undefined, // update.error is shown above
          )
        }
      >
        Pin the offered key instead
      </Button>
    </>
  )
}
