'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import { formatTopologyUrl, type TopologyUrl } from './topology-url'
import { noteReported, noteWritten, startFollower } from './url-follower'

/**
 * View state of the lens, held in the address. Changes replace the entry instead of adding one: "back" leaves the page
 * rather than undoing each click. Next picks `history.replaceState` up without asking the server.
 */
export function useTopologyUrl(): [TopologyUrl, (change: Partial<TopologyUrl>) => void] {
  const reported = useSearchParams().toString()
  const [follower, setFollower] = useState(() => startFollower(reported))
  if (follower.reported !== reported) setFollower(noteReported(follower, reported))

  const update = useCallback((change: Partial<TopologyUrl>) => {
    const { pathname, search, hash } = window.location
    const query = formatTopologyUrl(new URLSearchParams(search), change)
    window.history.replaceState(null, '', `${pathname}${query ? `?${query}` : ''}${hash}`)
    setFollower((current) => noteWritten(current, query))
  }, [])
  return [follower.url, update]
}
