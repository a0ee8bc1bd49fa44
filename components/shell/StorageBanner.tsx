'use client'

import { useQuery } from '@tanstack/react-query'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { healthQueries } from '@/lib/client/queries/health'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'

/** How often it is asked whether the console can record anything; a refused act says it at once, where it was tried. */
const ASK_EVERY_MS = 30_000

const TITLE = {
  failing: 'The console cannot record what is done',
  low: 'The console is short of disk space',
} as const

/** Above every screen while the console's own disk is short of space, full or read-only: no host can be changed then. */
export function StorageBanner() {
  const { data } = useQuery({ ...healthQueries.current(), refetchInterval: ASK_EVERY_MS })
  const isHydrated = useIsHydrated()
  if (!isHydrated || data === undefined || data.storage.state === 'ok') return null
  return (
    <div
      role="alert"
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-err bg-err-wash px-3 py-1.5 text-12"
    >
      <StatusGlyph status="error" />
      <b>{TITLE[data.storage.state]}</b>
      <span className="min-w-0 break-words text-fg-2">{data.storage.reason}</span>
    </div>
  )
}
