'use client'

import { createActions } from '@/components/change-forms/actions/create-actions'
import { guestActions, guestNicActions } from '@/components/change-forms/actions/object-actions'
import type { NetworkState } from '@/lib/core/model/network-state'
import { GUEST_COLUMNS, GUEST_NIC_COLUMNS } from './guest-columns'
import { guestNicRows, guestRows } from './guest-rows'
import { ObjectTable } from './ObjectTable'

/** Guests and their NICs. */
export function GuestTables({ state }: { state: NetworkState }) {
  const isRead = state.libvirt !== null
  return (
    <>
      <ObjectTable
        id="guests"
        title="Guests"
        columns={GUEST_COLUMNS}
        rows={guestRows(state)}
        rowKey={(row) => row.id}
        actions={{ of: (row) => guestActions(state, row.guest.name), nameOf: (row) => row.guest.name }}
        empty={
          isRead
            ? 'libvirt knows no guest here, and no QEMU process runs.'
            : 'libvirt was not read on this host, and no QEMU process was seen. Diagnostics says why.'
        }
      />
      <ObjectTable
        id="guest-nics"
        title="Guest NICs"
        columns={GUEST_NIC_COLUMNS}
        rows={guestNicRows(state)}
        rowKey={(row) => row.id}
        actions={{
          of: (row) => guestNicActions(state, row.guestName, row.nic.name),
          nameOf: (row) => `${row.guestName} ${row.nic.name}`,
        }}
        create={createActions(state, 'guests')}
        empty={isRead ? 'No guest has a NIC.' : 'Nobody knows: libvirt was not read on this host.'}
      />
    </>
  )
}
