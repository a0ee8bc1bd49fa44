import 'server-only'

const encoder = new TextEncoder()

/** One Server-Sent Event in bytes: encoded once, sent to everybody. `id` is what a client that comes back names as the last it had. */
export function encodeEvent(event: string, data: unknown, id?: string): Uint8Array {
  // JSON has no line breaks of its own, so one line of data always suffices.
  return encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** A comment: read by no handler, seen by whoever waits for a sign of life. */
export const HEARTBEAT = encoder.encode(':\n\n')
