'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { formatTopologyUrl, parseTopologyUrl, type TopologyUrl } from './topology-url'

/**
 * View state of the lens, held in the address. Changes replace the entry instead of adding one: "back" leaves the page
 * rather than undoing each click. Next picks `history.replaceState` up without asking the server.
 */
export function useTopologyUrl(): [TopologyUrl, (change: Partial<TopologyUrl>) => void] {
  const params = useSearchParams()
  const url = useMemo(() => parseTopologyUrl(new URLSearchParams(params.toString())), [params])
  const update = useCallback((change: Partial<TopologyUrl>) => {
    const query = formatTopologyUrl(new URLSearchParams(window.location.search), change)
    window.history.replaceState(
      null,
      '',
      `${window.location.pathname}${query ? `?${query}` : ''}${window.location.hash}`,
    )
  }, [])
  return [url, update]
}
