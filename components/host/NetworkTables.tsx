'use client'

import { createActions } from '@/components/change-forms/actions/create-actions'
import { networkActions, portgroupActions } from '@/components/change-forms/actions/object-actions'
import type { NetworkState } from '@/lib/core/model/network-state'
import { NETWORK_COLUMNS, PORTGROUP_COLUMNS } from './network-columns'
import { networkRows, portgroupRows } from './network-rows'
import { ObjectTable } from './ObjectTable'

/** libvirt's networks and their portgroups. */
export function NetworkTables({ state }: { state: NetworkState }) {
  return (
    <>
      <ObjectTable
        id="networks"
        title="Networks"
        columns={NETWORK_COLUMNS}
        rows={networkRows(state)}
        rowKey={(row) => row.network.uuid}
        actions={{ of: (row) => networkActions(state, row.network.name), nameOf: (row) => row.network.name }}
        create={createActions(state, 'networks')}
        empty={
          state.libvirt === null
            ? 'libvirt was not read on this host. Diagnostics says why.'
            : 'libvirt defines no network here: guests are plugged straight into bridges or links.'
        }
      />
      <ObjectTable
        id="portgroups"
        title="Portgroups"
        columns={PORTGROUP_COLUMNS}
        rows={portgroupRows(state)}
        rowKey={(row) => row.id}
        actions={{ of: (row) => portgroupActions(row.network, row.name), nameOf: (row) => row.name }}
        create={createActions(state, 'portgroups')}
        empty="No network has a portgroup."
      />
    </>
  )
}
