'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
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

/** The open host's last reading. */
export const useHostState = () => useQuery(hostStateQueries.current(useHost().id))
