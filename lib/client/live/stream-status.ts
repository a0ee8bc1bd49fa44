import { useSyncExternalStore } from 'react'

/**
 * connecting: the first try · live: events come · reconnecting: they did, or soon will again · down: for a while nothing has
 * worked, and what is shown is asked for again and again instead · off: nobody looks.
 */
export type StreamStatus = 'off' | 'connecting' | 'live' | 'reconnecting' | 'down'

/** The one stream of this page: of a host where one is open, else (null) of all hosts. One, as browsers open six at most to a site. */
export type StreamState = { hostId: string | null; status: StreamStatus }

let state: StreamState = { hostId: null, status: 'off' }
const listeners = new Set<() => void>()

export function setStreamState(next: StreamState): void {
  if (next.hostId === state.hostId && next.status === state.status) return
  state = next
  for (const listener of listeners) listener()
}

/** Do events of this host (null: of all hosts) come by themselves now? Then nothing needs to be asked for. */
export const isFollowed = (hostId: string | null): boolean => state.status === 'live' && state.hostId === hostId

/** Is there a live stream, of whatever? */
export const isAnyFollowed = (): boolean => state.status === 'live'

const OFF: StreamState = { hostId: null, status: 'off' }

export function useStreamState(): StreamState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => state,
    () => OFF,
  )
}
