import 'server-only'
import { HEARTBEAT_MS } from '@/lib/contract/constants/event-stream'
import type { Clock } from '../host/clock'
import { systemClock } from '../host/clock'
import type { OpenStreams } from '../http/open-streams'
import type { Feed } from './feed'
import { HEARTBEAT } from './sse'

/** Unsent bytes kept for one client, beside one snapshot. Smaller: a burst costs a snapshot; larger: memory of slow clients. */
const MAX_QUEUE_BYTES = 256 * 1024

export type EventStreamOptions = {
  feed: Feed
  request: Request
  /** What closes the stream when the console stops. */
  streams: OpenStreams
  /** Whose it is (OpenStreams). */
  holder: string
  /** Asked at each heartbeat, and whenever somebody's rights may have changed: may the client still see this? */
  isAllowed: () => Promise<boolean>
  clock?: Clock
}

/**
 * One client's stream of a feed. A client that does not read fast enough loses what does not fit its queue, and is brought to
 * now by a new opening once the queue is empty enough. Ends when the feed does, the console stops, or the client may no more.
 */
export function openEventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { feed, request, streams, holder, isAllowed, clock = systemClock } = options
  // Next answers HEAD with GET's headers and leaves its body lying, so nothing may hang on that.
  if (request.method === 'HEAD') return new ReadableStream({ start: (controller) => controller.close() })
  const leaves: (() => void)[] = []
  const release = () => leaves.splice(0).forEach((leave) => leave())
  let isBehind = false

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (leaves.length === 0) return
          release()
          controller.close()
        }
        const send = (chunk: Uint8Array) => {
          isBehind ||= (controller.desiredSize ?? 0) <= 0
          if (!isBehind) controller.enqueue(chunk)
        }
        const check = async () => {
          if (!(await isAllowed())) close()
        }
        let cancelBeat = () => {}
        const beat = () => {
          cancelBeat = clock.after(HEARTBEAT_MS, () => {
            send(HEARTBEAT)
            beat()
            void check()
          })
        }
        // First of all: of what is refused, no opening is made.
        leaves.push(() => cancelBeat(), streams.add({ holder, close, check }))
        try {
          // Asked before we subscribe: what it finds anew is in it, and is told to the others only.
          for (const chunk of feed.opening(request.headers.get('last-event-id'))) controller.enqueue(chunk)
          leaves.push(feed.subscribe({ send, end: close }))
        } catch (error) {
          release()
          throw error
        }
        beat()
      },
      pull(controller) {
        if (!isBehind) return
        try {
          for (const chunk of feed.opening(null)) controller.enqueue(chunk)
          isBehind = false
        } catch (error) {
          release()
          throw error
        }
      },
      cancel: release,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_QUEUE_BYTES }),
  )
}
