'use client'

import { useQuery } from '@tanstack/react-query'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { healthQueries } from '@/lib/client/queries/health'

/** How often it is asked whether the console can record anything; a refused act says it at once, where it was tried. */
const ASK_EVERY_MS = 30_000

/** Above every screen while the console's own disk is full or read-only: nothing can be changed then. */
export function StorageBanner() {
  const { data } = useQuery({ ...healthQueries.current(), refetchInterval: ASK_EVERY_MS })
  if (data === undefined || data.storage.state === 'ok') return null
  return (
    <div
      role="alert"
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-err bg-err-wash px-3 py-1.5 text-12"
    >
      <StatusGlyph status="error" />
      <b>The console cannot record what is done</b>
      <span className="min-w-0 break-words text-fg-2">{data.storage.reason}</span>
    </div>
  )
}
