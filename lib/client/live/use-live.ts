import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hostQueries } from '../queries/hosts'
import type { Receiver } from './follow-stream'
import { setStreamState } from './stream-status'

/** A tab that is hidden for longer gives up its connection, and its host is read less often. */
const HIDDEN_MS = 30_000

/**
 * Keeps what the page shows up to date by events: of one host, or (null) of all. Call it once, in the shell. While the stream
 * is not live the queries ask by themselves (see isFollowed).
 */
export function useLive(hostId: string | null): void {
  const client = useQueryClient()
  const isLooking = useIsLooking()
  const [receivers] = useState(() => new Map<string | null, Receiver>())
  useEffect(() => {
    if (!isLooking) return
    const end = new AbortController()
    setStreamState({ hostId, status: 'connecting' })
    // In a chunk of its own: nothing is followed before the page has shown.
    void import('./follow-live').then(
      ({ followLive }) => followLive({ client, hostId, receivers, signal: end.signal }),
      () => {
        if (end.signal.aborted) return
        setStreamState({ hostId, status: 'down' })
        void client.invalidateQueries({ queryKey: hostQueries.all })
      },
    )
    return () => {
      end.abort()
      setStreamState({ hostId, status: 'off' })
    }
  }, [client, hostId, isLooking, receivers])
}

/** Is the page on screen, or was it within the last half minute? */
function useIsLooking(): boolean {
  const [isLooking, setIsLooking] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') setIsLooking(true)
      else timer = setTimeout(() => setIsLooking(false), HIDDEN_MS)
    }
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return isLooking
}
