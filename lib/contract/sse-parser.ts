/** One Server-Sent Event. `id`: the last one given on this stream, by this event or an earlier; null before the first. */
export type SseEvent = { event: string; data: string; id: string | null }

/** A stream that sends more than this without an end of the event is not ours. */
const MAX_EVENT_CHARS = 64 << 20

/**
 * Reads an event stream piece by piece (HTML Living Standard, 9.2.6, without `retry` and the byte order mark). Each call gives
 * the events that the text ends. Comments are nothing: that they came is for the caller to notice. Throws RangeError past the cap.
 */
export function createSseParser(): (text: string) => SseEvent[] {
  let rest = ''
  let event = ''
  let data: string[] = []
  let id: string | null = null

  const takeField = (line: string) => {
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    else if (name === 'id' && !value.includes('\0')) id = value
  }

  return (text) => {
    // A "\r" that ends the text may be half a line break: it waits for what follows.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > MAX_EVENT_CHARS) throw new RangeError('an event of the stream has no end')
    const events: SseEvent[] = []
    for (const line of lines) {
      if (line !== '') {
        takeField(line)
        continue
      }
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n'), id })
      event = ''
      data = []
    }
    return events
  }
}
