'use client'

import { useMemo } from 'react'
import { useHost } from '@/components/host/host-context'
import type { Column } from '@/components/ui/DataTable'
import { useDecideObjects } from '@/lib/client/queries/desired'
import type { DesiredObjectDto } from '@/lib/contract/desired'
import { manageableRefs } from '@/lib/core/desired/object-refs'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/plan/ref-words'
import { objectName } from './object-name'
import { ObjectsTable, type ObjectRow } from './ObjectsTable'

const COLUMNS: readonly Column<ObjectRow>[] = [
  {
    id: 'object',
    title: 'Object',
    isName: true,
    value: ({ name }) => name,
    cell: ({ name }) => <b className="break-words">{name}</b>,
  },
]

type Props = { objects: readonly DesiredObjectDto[]; state: NetworkState }

/** What runs here and nobody has said to want: one click, and a change of it elsewhere is noticed. */
export function AdoptTable({ objects, state }: Props) {
  const host = useHost()
  const adopt = useDecideObjects(host.id, 'adopt')
  const rows = useMemo(() => {
    const managed = new Set(objects.map(({ key }) => key))
    return manageableRefs(state)
      .map((ref): ObjectRow => ({ ref, key: refKey(ref), name: objectName(state, ref) }))
      .filter(({ key }) => !managed.has(key))
  }, [objects, state])
  return (
    <ObjectsTable
      id="unmanaged"
      title="Not managed"
      columns={COLUMNS}
      rows={rows}
      empty="Everything on this host that can be managed is."
      act="Manage what runs now"
      isBusy={adopt.isPending}
      error={adopt.error}
      onAct={(refs, onDone) => adopt.mutate({ objects: refs }, { onSuccess: onDone })}
    />
  )
}
