/* Test support: what a browser makes of an event stream. */
import { createSseParser } from '@/lib/contract/sse-parser'

export type ReceivedEvent = { event: string; data: unknown; id: string | null }

/** Reads a stream event by event, heartbeats left out. */
export function readEvents(stream: ReadableStream<Uint8Array> | null) {
  if (stream === null) throw new Error('the answer has no body')
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  const parse = createSseParser()
  const ready: ReceivedEvent[] = []

  /** The next event; null: the stream has ended. */
  const next = async (): Promise<ReceivedEvent | null> => {
    for (;;) {
      const first = ready.shift()
      if (first) return first
      const { done, value } = await reader.read()
      if (done) return null
      for (const { event, data, id } of parse(decoder.decode(value, { stream: true }))) {
        ready.push({ event, data: JSON.parse(data), id })
      }
    }
  }

  return {
    next,
    /** The next event of that name with these members; those before it are passed over. Throws where the stream ends first. */
    until: async (name: string, members: Record<string, unknown> = {}): Promise<ReceivedEvent> => {
      for (;;) {
        const event = await next()
        if (event === null) throw new Error(`the stream ended before ${name}`)
        const data = event.data as Record<string, unknown> // our events are objects
        if (event.event === name && Object.entries(members).every(([key, value]) => data[key] === value)) return event
      }
    },
    /** Resolves when the stream has ended. */
    ended: async (): Promise<true> => {
      while ((await next()) !== null);
      return true
    },
    cancel: () => reader.cancel(),
  }
}
