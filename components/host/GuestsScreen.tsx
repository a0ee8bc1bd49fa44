'use client'

import type { NetworkState } from '@/lib/core/model/network-state'
import { GUEST_COLUMNS, GUEST_NIC_COLUMNS } from './guest-columns'
import { guestNicRows, guestRows } from './guest-rows'
import { ObjectTable } from './ObjectTable'
import { StateScreen } from './StateScreen'

export function GuestsScreen() {
  return (
    <StateScreen
      title="Guests"
      lead="What runs now, and what comes back after a power cycle. Where the two differ, the next restart of the guest changes its wiring."
    >
      {(state) => <Guests state={state} />}
    </StateScreen>
  )
}

function Guests({ state }: { state: NetworkState }) {
  return (
    <>
      <ObjectTable
        id="guests"
        title="Guests"
        columns={GUEST_COLUMNS}
        rows={guestRows(state)}
        rowKey={(row) => row.id}
        empty="libvirt knows no guest here, and no QEMU process runs."
      />
      <ObjectTable
        id="guest-nics"
        title="Guest NICs"
        columns={GUEST_NIC_COLUMNS}
        rows={guestNicRows(state)}
        rowKey={(row) => row.id}
        empty="No guest has a NIC."
      />
    </>
  )
}
