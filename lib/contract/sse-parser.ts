import { createParser } from 'eventsource-parser'

/** One Server-Sent Event. `id`: the last one given on this stream, by this event or an earlier; null before the first. */
export type SseEvent = { event: string; data: string; id: string | null }

/** A stream that sends more than this without an end of the event is not ours. */
const MAX_EVENT_CHARS = 64 << 20

/**
 * Reads an event stream piece by piece. Each call gives the events that the text ends. Comments are nothing: that they came is for
 * the caller to notice. Throws RangeError past the cap.
 */
export function createSseParser(): (text: string) => SseEvent[] {
  let events: SseEvent[] = []
  let lastId: string | null = null
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARS,
    onEvent: ({ event = 'message', data, id }) => {
      lastId = id ?? lastId
      events.push({ event, data, id: lastId })
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw new RangeError('an event of the stream has no end')
    },
  })
  return (text) => {
    events = []
    parser.feed(text)
    return events
  }
}
