import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hostQueries } from '../queries/hosts'
import { followStream } from './follow-stream'
import { fleetReceiver, hostReceiver } from './receivers'
import type { StreamStatus } from './stream-status'
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
  // Outlives a pause, so that the stream goes on where it was.
  const [receivers] = useState(() => new Map<string | null, ReturnType<typeof hostReceiver>>())
  useEffect(() => {
    if (!isLooking) return
    const known = receivers.get(hostId)
    const receiver = known ?? (hostId === null ? fleetReceiver(client) : hostReceiver(client, hostId))
    receivers.clear()
    receivers.set(hostId, receiver)
    const end = new AbortController()
    // Answers show whether it is the console or only its stream, and begin the asking. Once: a new request ends the one before.
    const ask = () => void client.invalidateQueries({ queryKey: hostQueries.all })
    let last: StreamStatus = 'off'
    void followStream({
      path: hostId === null ? '/events' : `/hosts/${hostId}/events`,
      receiver,
      signal: end.signal,
      onStatus: (status) => {
        setStreamState({ hostId, status })
        if (status === 'reconnecting' && last !== 'reconnecting') ask()
        last = status
      },
      onRefused: () => {
        setStreamState({ hostId, status: 'down' })
        ask()
      },
    })
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
