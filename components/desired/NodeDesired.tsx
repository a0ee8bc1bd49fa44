'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FormError } from '@/components/fields/FormError'
import { useHost } from '@/components/host/host-context'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Section } from '@/components/topology/inspector/InspectorParts'
import { Button } from '@/components/ui/Button'
import { formatDateTime } from '@/lib/client/format'
import { desiredQueries, useDecideObjects } from '@/lib/client/queries/desired'
import { rebootWarning } from '@/lib/core/desired/after-reboot'
import { refOfNode } from '@/lib/core/desired/object-refs'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/objects/ref-words'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import { actorWords } from '@/lib/core/text/actor-words'
import { DriftButtons } from './DriftList'
import { objectAfterReboot } from './object-after-reboot'

/** Whether the selected object is managed, since when and by whom; where it drifted, the two ways out. */
export function NodeDesired({ state, node }: { state: NetworkState; node: GraphNode }) {
  const ref = refOfNode(state, node)
  return ref === null ? null : <OfObject objectRef={ref} state={state} />
}

function OfObject({ objectRef, state }: { objectRef: ObjectRef; state: NetworkState }) {
  const host = useHost()
  const desired = useQuery(desiredQueries.objects(host.id))
  const drifts = useQuery(desiredQueries.drift(host.id))
  const adopt = useDecideObjects(host.id, 'adopt')
  const release = useDecideObjects(host.id, 'release')
  const forbidden = operatorOnly(useMe())
  if (desired.data === undefined) return null
  const key = refKey(objectRef)
  const object = desired.data.objects.find((each) => each.key === key)
  const drift = drifts.data?.drift.find((each) => each.key === key)
  if (object === undefined)
    return (
      <Section title="Managed" aside="no">
        <p className="text-fg-2">Nobody is told when this is changed elsewhere.</p>
        <Button
          isBusy={adopt.isPending}
          disabled={forbidden !== null}
          title={forbidden ?? undefined}
          onClick={() => adopt.mutate({ objects: [objectRef] })}
        >
          Manage what runs now
        </Button>
        <FormError title="It was not adopted" error={adopt.error} />
      </Section>
    )
  const warning = rebootWarning(objectAfterReboot(state, object))
  return (
    <Section title="Managed" aside={`revision ${object.revision}`}>
      <p className="text-fg-2">
        {object.isWanted ? 'Wanted' : 'Wanted absent'} by {actorWords(object.changedBy)} since{' '}
        {formatDateTime(object.changedAt)}
        {object.changeId === null ? null : (
          <>
            , by{' '}
            <Link href={`/hosts/${host.id}/changes/${object.changeId}`} className="text-accent hover:underline">
              a change
            </Link>
          </>
        )}
      </p>
      {warning !== null && <p className="text-warn">{warning}</p>}
      {drift === undefined ? (
        <Button
          tone="quiet"
          isBusy={release.isPending}
          disabled={forbidden !== null}
          title={forbidden ?? undefined}
          onClick={() => release.mutate({ objects: [objectRef] })}
        >
          Release
        </Button>
      ) : (
        <>
          <ul aria-label="Drift">
            {drift.reasons.map((reason) => (
              <li key={reason} className="text-warn">
                {reason}
              </li>
            ))}
          </ul>
          <DriftButtons refs={[objectRef]} />
        </>
      )}
      <FormError title="It was not released" error={release.error} />
    </Section>
  )
}
