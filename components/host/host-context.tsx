'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import { useStreamState } from '@/lib/client/live/stream-status'
import { hostStateQueries } from '@/lib/client/queries/host-state'
import type { Host } from '@/lib/contract/hosts'

const HostContext = createContext<Host | null>(null)

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  return <HostContext value={host}>{children}</HostContext>
}

/** The open host. Only below HostFrame, which has loaded it. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (host === null) throw new Error('useHost() was called outside a host: wrap the page in HostFrame')
  return host
}

/** The open host's last reading. Asked for only when the host's events, which begin with it, do not come. */
export function useHostState() {
  const { id, lastReadAt } = useHost()
  const { hostId, status } = useStreamState()
  const query = hostStateQueries.current(id)
  const hasState = useQueryClient().getQueryData(query.queryKey) !== undefined
  // The first event says how the host is; its state follows, if it was ever read.
  const isNext = status === 'live' && !hasState && lastReadAt !== null
  const isOnItsWay = hostId === id && (status === 'connecting' || isNext)
  return useQuery({ ...query, enabled: !isOnItsWay })
}
