'use client'

import { useMemo } from 'react'
import { useHost } from '@/components/host/host-context'
import { useDecideObjects } from '@/lib/client/queries/desired'
import type { DesiredObjectDto } from '@/lib/contract/desired'
import { manageableRefs } from '@/lib/core/objects/state-objects'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/objects/ref-words'
import { objectWords } from './object-name'
import { NAME_COLUMNS, ObjectsTable, type ObjectRow } from './ObjectsTable'

type Props = { objects: readonly DesiredObjectDto[]; state: NetworkState }

/** What runs here and nobody has said to want: one click, and a change of it elsewhere is noticed. */
export function AdoptTable({ objects, state }: Props) {
  const host = useHost()
  const adopt = useDecideObjects(host.id, 'adopt')
  const rows = useMemo(() => {
    const managed = new Set(objects.map(({ key }) => key))
    return manageableRefs(state)
      .map((ref): ObjectRow => ({ ref, key: refKey(ref), ...objectWords(state, ref) }))
      .filter(({ key }) => !managed.has(key))
  }, [objects, state])
  return (
    <ObjectsTable
      id="unmanaged"
      title="Not managed"
      columns={NAME_COLUMNS}
      rows={rows}
      empty="Everything on this host that can be managed is."
      act="Manage what runs now"
      isBusy={adopt.isPending}
      error={adopt.error}
      onAct={(refs, onDone) => adopt.mutate({ objects: refs }, { onSuccess: onDone })}
    />
  )
}
