/** The media type of Server-Sent Events (HTML Living Standard, "Server-sent events"). */
export const EVENT_STREAM = 'text/event-stream'

/** A comment at least this often, so that both ends and every proxy between know that the stream lives. */
export const HEARTBEAT_MS = 15_000
