'use client'

import { useState } from 'react'
import { FormError } from '@/components/fields/FormError'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { CopyTextButton } from '@/components/ui/CopyTextButton'
import { useDecideChange } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'
import { HOST_PATHS, txnFolder } from '@/lib/core/guard/transaction'
import { manualUndo } from './manual-undo'

/** Loud, because a person is needed: what is left, trying again, leaving it so, and what to type at the host's own console. */
export function FailedRollback({ change }: { change: Change }) {
  return (
    <>
      <WhatIsLeft change={change} />
      {change.releasedAt === null && <Decide change={change} />}
      <ByHand change={change} />
    </>
  )
}

function WhatIsLeft({ change: { steps } }: { change: Change }) {
  const left = steps.filter(({ status }) => status === 'done' || status === 'failed' || status === 'running')
  if (left.length === 0) return null
  return (
    <div>
      <p id="what-is-left" className="font-strong">
        Not seen to be back
      </p>
      <ul aria-labelledby="what-is-left" className="list-disc pl-5">
        {left.map(({ id, summary }) => (
          <li key={id} className="break-words">
            {summary}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Decide({ change }: { change: Change }) {
  const retry = useDecideChange(change.id, 'retry-rollback')
  const release = useDecideChange(change.id, 'release-host')
  const forbidden = operatorOnly(useMe())
  const [isAsking, setIsAsking] = useState(false)
  const isBusy = retry.isPending || release.isPending
  return (
    <>
      <p>
        {change.hostName} stays locked for this change. While the way to it is cut it goes on trying by itself; anything
        else is tried again when you say so.
      </p>
      {isAsking ? (
        <div role="alertdialog" aria-label={`Leave ${change.hostName} as it is?`} className="flex flex-col gap-2">
          <p className="font-strong">
            Leave {change.hostName} as it is? Nothing is tried any more, and others can change it.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button autoFocus onClick={() => setIsAsking(false)}>
              Keep it locked
            </Button>
            <Button
              tone="danger"
              isBusy={release.isPending}
              onClick={() => release.mutate(undefined, { onSettled: () => setIsAsking(false) })}
            >
              Leave it so
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            tone="primary"
            icon="retry"
            isBusy={retry.isPending}
            disabled={forbidden !== null || (isBusy && !retry.isPending)}
            onClick={() => retry.mutate()}
          >
            Try again
          </Button>
          <Button disabled={forbidden !== null || isBusy} onClick={() => setIsAsking(true)}>
            Leave it as it is…
          </Button>
        </div>
      )}
      <FormError title="It was not tried again" error={retry.error} />
      <FormError title="The host was not left" error={release.error} />
    </>
  )
}

function ByHand({ change }: { change: Change }) {
  const commands = [
    ...(change.releasedAt === null
      ? ['# all of it, by the host itself', `sh ${txnFolder(HOST_PATHS, change.id)}/guard.sh again`]
      : []),
    manualUndo(change.plan.steps),
  ].join('\n')
  return (
    <>
      <p>
        Sign in at {change.hostName}, over its own console if the network is gone, and check each object. Newest first,
        these commands put back what the change did:
      </p>
      <pre
        tabIndex={0}
        aria-label="Commands that put everything back"
        className="max-h-64 overflow-auto rounded-chip border border-line-2 bg-surface-1 px-2 py-1 font-mono text-11"
      >
        {commands}
      </pre>
      <div>
        <CopyTextButton text={commands} label="Copy these commands" />
      </div>
    </>
  )
}
