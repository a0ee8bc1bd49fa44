import type { QueryClient } from '@tanstack/react-query'
import { hostQueries } from '../queries/hosts'
import type { Receiver } from './follow-stream'
import { followStream } from './follow-stream'
import { fleetReceiver, hostReceiver } from './receivers'
import type { StreamStatus } from './stream-status'
import { setStreamState } from './stream-status'

export type FollowLiveOptions = {
  client: QueryClient
  hostId: string | null
  /** Outlives a pause, so that the stream goes on where it was. */
  receivers: Map<string | null, Receiver>
  signal: AbortSignal
}

/** Writes the events of a host, or (null) of all hosts, into the cache until `signal` aborts or the console refuses. */
export async function followLive({ client, hostId, receivers, signal }: FollowLiveOptions): Promise<void> {
  const known = receivers.get(hostId)
  const receiver = known ?? (hostId === null ? fleetReceiver(client) : hostReceiver(client, hostId))
  receivers.clear()
  receivers.set(hostId, receiver)
  // Answers show whether it is the console or only its stream, and begin the asking. Once: a new request ends the one before.
  const ask = () => void client.invalidateQueries({ queryKey: hostQueries.all })
  let last: StreamStatus = 'off'
  await followStream({
    path: hostId === null ? '/events' : `/hosts/${hostId}/events`,
    receiver,
    signal,
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
}
