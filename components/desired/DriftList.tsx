'use client'

import { useRouter } from 'next/navigation'
import { FormError } from '@/components/fields/FormError'
import { useHost } from '@/components/host/host-context'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { formatDateTime } from '@/lib/client/format'
import { useDecideObjects, usePushDesired } from '@/lib/client/queries/desired'
import type { DriftDto } from '@/lib/contract/desired'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { objectWords } from './object-name'

type Props = { drift: readonly DriftDto[]; isKnown: boolean; state: NetworkState }

/** What somebody changed past the console, each with the reason in a line and the two ways out. */
export function DriftList({ drift, isKnown, state }: Props) {
  return (
    <section aria-labelledby="drift-title" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="drift-title" className="text-14">
          Drift
        </h2>
        <span className="text-12 text-fg-3">{drift.length}</span>
        <span className="flex-1" />
        {drift.length > 1 && <DriftButtons refs={drift.map(({ ref }) => ref)} isAll />}
      </div>
      {drift.length === 0 ? (
        <p className="rounded-card border border-line-2 bg-surface-1 px-4 py-3 text-fg-2">
          {isKnown ? 'Everything that is managed is as wanted.' : 'Comparing with the host.'}
        </p>
      ) : (
        <ul aria-label="Drift" className="flex flex-col gap-2">
          {drift.map((each) => (
            <li
              key={each.key}
              className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-card border border-warn bg-warn-wash px-4 py-2.5"
            >
              <span className="pt-1">
                <StatusGlyph status="warn" />
              </span>
              <DriftText drift={each} name={objectWords(state, each.ref).name} />
              <DriftButtons refs={[each.ref]} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function DriftText({ drift, name }: { drift: DriftDto; name: string }) {
  return (
    <div className="min-w-0 flex-1 basis-60">
      <b className="break-words">{name}</b>
      <span className="block text-12 break-words">
        {drift.reasons.join('; ')}
        {drift.since !== null && <span className="text-fg-2">, seen at {formatDateTime(drift.since)}</span>}
      </span>
    </div>
  )
}

/** Push leads to a planned change, shown before anything is done; accept only changes what is wanted. */
export function DriftButtons({ refs, isAll = false }: { refs: readonly ObjectRef[]; isAll?: boolean }) {
  const host = useHost()
  const router = useRouter()
  const push = usePushDesired(host.id)
  const accept = useDecideObjects(host.id, 'accept')
  const forbidden = operatorOnly(useMe())
  const objects = [...refs]
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex gap-2">
        <Button
          isBusy={push.isPending}
          disabled={forbidden !== null || accept.isPending}
          title={forbidden ?? 'Plan what brings it back'}
          onClick={() =>
            push.mutate({ objects }, { onSuccess: ({ id, hostId }) => router.push(`/hosts/${hostId}/changes/${id}`) })
          }
        >
          {isAll ? 'Push all of ours' : 'Push ours'}
        </Button>
        <Button
          tone="quiet"
          isBusy={accept.isPending}
          disabled={forbidden !== null || push.isPending}
          title={forbidden ?? 'What is there is wanted from now on'}
          onClick={() => accept.mutate({ objects })}
        >
          {isAll ? 'Accept all of theirs' : 'Accept theirs'}
        </Button>
      </div>
      <FormError title="That did not work" error={push.error ?? accept.error} />
    </div>
  )
}
