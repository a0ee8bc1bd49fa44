'use client'

import { useHost } from '@/components/host/host-context'
import { ChangesTable } from './changes-body'

/** What was changed on one host, by whom, and how it ended. */
export function HostChangesScreen() {
  const host = useHost()
  return (
    <div className="flex flex-col gap-4 px-6 py-4 max-md:px-3">
      <div>
        <h1 className="text-16">Changes</h1>
        <p className="text-12 text-fg-2">Everything that was planned or applied on {host.name}, newest first.</p>
      </div>
      <ChangesTable
        hostId={host.id}
        fileName={`${host.name}-changes`}
        empty={<p>Act on what you see in the wiring: edits are planned first, and shown before anything is done.</p>}
      />
    </div>
  )
}
