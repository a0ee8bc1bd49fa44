'use client'

import { createActions } from '@/components/change-forms/actions/create-actions'
import { bondActions } from '@/components/change-forms/actions/object-actions'
import type { NetworkState } from '@/lib/core/model/network-state'
import { BOND_COLUMNS, MEMBER_COLUMNS } from './bond-columns'
import { bondRows, memberRows } from './bond-rows'
import { ObjectTable } from './ObjectTable'

/** Bonds and their members. */
export function BondTables({ state }: { state: NetworkState }) {
  return (
    <>
      <ObjectTable
        id="bonds"
        title="Bonds"
        columns={BOND_COLUMNS}
        rows={bondRows(state)}
        rowKey={(row) => row.id}
        actions={{ of: (row) => bondActions(state, row.name), nameOf: (row) => row.name }}
        create={createActions(state, 'bonds')}
        empty="This host has no bond: each NIC stands alone."
      />
      <ObjectTable
        id="members"
        title="Members"
        columns={MEMBER_COLUMNS}
        rows={memberRows(state)}
        rowKey={(row) => row.id}
        empty="No bond has a member."
      />
    </>
  )
}
