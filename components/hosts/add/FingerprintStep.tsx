'use client'

import { useState } from 'react'
import { CheckField } from '@/components/fields/CheckField'
import { HostKeyCard } from '@/components/hosts/HostKeyCard'
import { Button } from '@/components/ui/Button'
import { CopyButton } from '@/components/ui/CopyButton'
import type { HostKey } from '@/lib/contract/hosts'
import { keyCheckCommand } from '../key-check'
import { StepCard } from './StepCard'

type Props = { address: string; hostKey: HostKey; onBack: () => void; onAccept: () => void }

/** First contact: only a person can know whether this key is the right one, so a person says so. */
export function FingerprintStep({ address, hostKey, onBack, onAccept }: Props) {
  const [isCompared, setIsCompared] = useState(false)
  const command = keyCheckCommand(hostKey.type)
  return (
    <StepCard
      title={`Is this the key of ${address}?`}
      lead="Whoever stands between you and the host could show a key of their own. Compare it once; from then on it is pinned, and any other key stops everything."
    >
      <HostKeyCard title="Offered now" hostKey={hostKey} />
      <div className="flex flex-col gap-1 text-12">
        <p className="text-fg-2">On the host itself (its own console, not over this network) run:</p>
        <div className="flex items-center gap-1 rounded-node bg-surface-2 py-1 pr-1 pl-2.5">
          <code className="min-w-0 flex-1 font-mono break-all">{command}</code>
          <CopyButton text={command} name="Copy the command" />
        </div>
        <p className="text-fg-2">The line it prints must hold exactly the fingerprint above.</p>
      </div>
      <CheckField
        label="I compared the fingerprint, and it is the same"
        checked={isCompared}
        onChange={(event) => setIsCompared(event.target.checked)}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="large" tone="quiet" onClick={onBack}>
          Back
        </Button>
        <Button
          size="large"
          tone="primary"
          disabled={!isCompared}
          title={isCompared ? undefined : 'Say first that you compared the fingerprint'}
          onClick={onAccept}
        >
          Accept this key
        </Button>
      </div>
    </StepCard>
  )
}
