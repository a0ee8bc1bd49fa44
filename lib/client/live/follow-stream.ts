import type { SseEvent } from '../../contract/sse-parser'
import { createSseParser } from '../../contract/sse-parser'
import { HEARTBEAT_MS } from '../../contract/constants/event-stream'
import { ApiError, openStream } from '../http'
import type { StreamStatus } from './stream-status'

/** A proxy that holds events back shows by this: the first one comes at once. */
const FIRST_EVENT_MS = 10_000
/** Two heartbeats and a little: the stream is dead, whatever the network says. */
const SILENCE_MS = 2 * HEARTBEAT_MS + 5_000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000
/** About 4 s of trying. */
const FAILURES_UNTIL_DOWN = 4

/** What makes something of the events. */
export type Receiver = {
  /** Throws where the event does not fit what came before, or the contract: then all is asked for anew. */
  receive: (event: SseEvent) => void | Promise<void>
  /** What it has; null where it must be sent everything. */
  lastEventId: () => string | null
  /** Forgets what it has. */
  reset: () => void
}

export type FollowOptions = {
  path: string
  receiver: Receiver
  onStatus: (status: StreamStatus) => void
  /** The console says no, and will not say yes by itself: signed out, or no such host. The stream is given up. */
  onRefused: (error: ApiError) => void
  signal: AbortSignal
  /** Tests give their own. */
  open?: typeof openStream
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  random?: () => number
}

/** Follows a stream until `signal` aborts or the console refuses; comes back after every interruption. Never rejects. */
export async function followStream(options: FollowOptions): Promise<void> {
  const { receiver, onStatus, onRefused, signal, sleep = sleepFor, random = Math.random } = options
  let failures = 0
  onStatus('connecting')
  while (!signal.aborted) {
    try {
      await readOnce(options, () => {
        failures = 0
        onStatus('live')
      })
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiError && !error.isRetryable && error.code !== 'bad_answer') return onRefused(error)
      if (!(error instanceof ApiError)) receiver.reset()
    }
    if (signal.aborted) return
    failures += 1
    onStatus(failures < FAILURES_UNTIL_DOWN ? 'reconnecting' : 'down')
    await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random()), signal)
  }
}

/** One connection, until it ends (returns), breaks or falls silent (throws ApiError), or sends what does not fit (throws). */
async function readOnce({ path, receiver, signal, open = openStream }: FollowOptions, onLive: () => void) {
  const own = new AbortController()
  const abort = () => own.abort()
  signal.addEventListener('abort', abort, { once: true })
  let timer = setTimeout(abort, FIRST_EVENT_MS)
  const parse = createSseParser()
  const decoder = new TextDecoder()
  try {
    const stream = await open(path, { lastEventId: receiver.lastEventId(), signal: own.signal })
    const reader = stream.getReader()
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new ApiError('unreachable', 'The stream of events broke off.')
      })
      if (done) return
      clearTimeout(timer)
      timer = setTimeout(abort, SILENCE_MS)
      for (const event of parse(decoder.decode(value, { stream: true }))) {
        await receiver.receive(event)
        onLive()
      }
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError')
      throw new ApiError('unreachable', 'The console did not answer in time.')
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    own.abort()
  }
}

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
