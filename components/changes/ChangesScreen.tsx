'use client'

import Link from 'next/link'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'
import { Skeleton } from '@/components/ui/Skeleton'
import { ChangesTable } from './changes-body'

/** What was changed on all hosts, by whom, and how it ended. */
export function ChangesScreen() {
  const isHydrated = useIsHydrated()
  return (
    <div className="flex flex-col gap-4 px-6 py-4 max-md:px-3">
      <div>
        <h1 className="text-16">Changes</h1>
        <p className="text-12 text-fg-2">Everything that was planned or applied on any host, newest first.</p>
      </div>
      {isHydrated ? (
        <ChangesTable
          hostId={null}
          fileName="changes"
          empty={
            <>
              <p>Open a host and act on what you see: edits are planned first, and shown before anything is done.</p>
              <Link href="/hosts" className="text-accent hover:underline">
                All hosts
              </Link>
            </>
          }
        />
      ) : (
        <Skeleton label="Loading the changes" rows={8} />
      )}
    </div>
  )
}
