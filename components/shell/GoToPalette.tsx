'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from 'next/navigation'
import { useState } from 'react'
import { Palette } from '@/components/ui/Palette'
import { hostStateQueries } from '@/lib/client/queries/host-state'
import { hostQueries } from '@/lib/client/queries/hosts'
import { findTargets, hostTargets, screenTargets, stateTargets } from './go-to-targets'

/** Guests and bridges are asked of at most this many hosts, and not again for a minute. */
const MAX_STATES = 24
const STATES_FRESH_MS = 60_000
/** Below this nearly everything matches, and every host would be asked for nothing. */
const MIN_QUERY = 2

export function GoToPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const { hostId } = useParams<{ hostId?: string }>()
  const [query, setQuery] = useState('')
  const hosts = useQuery(hostQueries.list()).data?.hosts ?? []
  const asked = hosts.filter((host) => host.lastReadAt !== null).slice(0, MAX_STATES)
  const states = useQueries({
    queries: asked.map((host) => ({
      ...hostStateQueries.current(host.id),
      enabled: query.length >= MIN_QUERY,
      staleTime: STATES_FRESH_MS,
      refetchInterval: false as const,
      retry: false,
    })),
  })
  const targets = [
    ...screenTargets(hosts.find((host) => host.id === hostId)),
    ...hostTargets(hosts),
    ...asked.flatMap((host, index) => {
      const state = states[index]?.data?.state
      return state === undefined ? [] : stateTargets(host, state)
    }),
  ]
  return (
    <Palette
      label="Go to a host, guest, bridge or screen"
      query={query}
      onQuery={setQuery}
      onClose={onClose}
      items={findTargets(targets, query).map(({ href, ...item }) => ({
        ...item,
        // The open host is there twice: as its wiring screen and as a host.
        id: `${item.detail} ${href}`,
        onSelect: () => router.push(href),
      }))}
    />
  )
}
