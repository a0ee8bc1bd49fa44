'use client'

import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { HostCondition } from '@/components/hosts/HostCondition'
import { hostCondition } from '@/components/hosts/host-condition'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useNow } from '@/lib/client/clock'
import { useStreamState } from '@/lib/client/live/stream-status'
import { hostQueries } from '@/lib/client/queries/hosts'

const BADGE =
  'flex h-control items-center gap-2 rounded-node border border-line-2 px-2.5 text-12 whitespace-nowrap max-md:hidden'

/** How fresh what one looks at is: one host where one is open, else how many of all. */
export function LiveBadge() {
  const { hostId } = useParams<{ hostId?: string }>()
  const { data, isError } = useQuery(hostQueries.list())
  const nowMs = useNow()
  const stream = useStreamState()
  if (isError)
    return (
      <span className={BADGE} role="status">
        <StatusGlyph status="error" />
        console does not answer
      </span>
    )
  if (stream.status === 'reconnecting')
    return (
      <span className={BADGE} role="status">
        <StatusGlyph status="busy" />
        reconnecting
      </span>
    )
  if (data === undefined || data.hosts.length === 0 || nowMs === 0) return null
  const open = data.hosts.find((host) => host.id === hostId)
  if (open !== undefined)
    return (
      <span className={BADGE}>
        <HostCondition host={open} name={open.name} />
      </span>
    )
  const live = data.hosts.filter((host) => hostCondition(host, nowMs).id === 'live').length
  return (
    <span className={BADGE}>
      <StatusGlyph status={live === data.hosts.length ? 'ok' : live === 0 ? 'error' : 'warn'} />
      {live} live <span className="text-fg-3">of {data.hosts.length}</span>
    </span>
  )
}
