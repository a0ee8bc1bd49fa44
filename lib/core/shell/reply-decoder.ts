import { EndLineScanner } from './end-line-scanner'
import type { Hello, ShellRequest } from './frame'
import { deadlineSeconds, FRAME_VERSION } from './frame'

/** What .bashrc, a banner or a message of the day may print before the shell is ours, per stream. */
export const MAX_GARBAGE_BYTES = 65_536
/** Kept of one command's stderr: messages, not data. */
export const MAX_STDERR_BYTES = 65_536
/** Read and thrown away beyond a cap before the channel is given up. Less costs a new channel for every chatty command. */
export const MAX_DISCARDED_BYTES = 67_108_864

export type ShellReply = {
  id: number
  /** `$?` of the command: 0–255. Above 128: ended by signal status - 128. */
  status: number
  stdout: Uint8Array
  stderr: Uint8Array
  /** stdout was longer than the request's maxBytes, or stderr than MAX_STDERR_BYTES: the rest is lost. */
  isTruncated: boolean
  /** It ran until its deadline and was ended there. */
  isTimedOut: boolean
  /** Resolution 10 ms; null where the host has no /proc/uptime. */
  durationMs: number | null
}

export type ReplyEvent =
  /** `preamble`: what was on stdout before, for SUDO_SHELL_EXEC's own line. */
  | { kind: 'hello'; hello: Hello; preamble: string }
  | { kind: 'reply'; reply: ShellReply }
  /** The channel is of no more use; nothing follows. `isFlood`: the oldest open request printed far more than its cap. */
  | { kind: 'fault'; message: string; isFlood: boolean }

type Expected = Pick<ShellRequest, 'id' | 'deadlineMs' | 'maxBytes'>

/**
 * The console's end of frame.ts: both streams in, hello and replies out, in the order of `expect`. Memory is bounded by the
 * caps of the requests under way, whatever the host sends.
 */
export class ReplyDecoder {
  /** Requests without a complete reply, oldest first. */
  readonly #expected: Expected[] = []
  readonly #stdout: SectionReader
  readonly #stderr: SectionReader
  #isGreeted = false
  #isFaulty = false

  constructor(token: string) {
    const limit = (maxBytes: (request: Expected) => number) => (open: number) => {
      if (open === 0 && !this.#isGreeted) return MAX_GARBAGE_BYTES
      const request = this.#expected[this.#isGreeted ? open : open - 1]
      // Nothing was asked: what comes is late output of something long ended.
      return request === undefined ? 0 : maxBytes(request)
    }
    this.#stdout = new SectionReader(
      token,
      limit((request) => request.maxBytes),
    )
    this.#stderr = new SectionReader(
      token,
      limit(() => MAX_STDERR_BYTES),
    )
  }

  /** Announces a request: in the order in which requests are written, and before its reply can come. */
  expect({ id, deadlineMs, maxBytes }: Expected): void {
    this.#expected.push({ id, deadlineMs, maxBytes })
  }

  push(stream: 'stdout' | 'stderr', chunk: Uint8Array): ReplyEvent[] {
    if (this.#isFaulty) return []
    const reader = stream === 'stdout' ? this.#stdout : this.#stderr
    const events: ReplyEvent[] = []
    const problem = reader.push(chunk)
    while (this.#stdout.ended.length > 0 && this.#stderr.ended.length > 0) {
      const event = this.#pair(this.#stdout.ended.shift(), this.#stderr.ended.shift())
      events.push(event)
      if (event.kind === 'fault') break
    }
    if (problem !== null && events.at(-1)?.kind !== 'fault')
      events.push({ kind: 'fault', message: problem, isFlood: true })
    this.#isFaulty = events.at(-1)?.kind === 'fault'
    return events
  }

  #pair(stdout: Section | undefined, stderr: Section | undefined): ReplyEvent {
    if (stdout === undefined || stderr === undefined) return fault('a stream ended early')
    if (!this.#isGreeted) {
      const hello = toHello(stdout.fields)
      if (hello === null || stderr.fields[0] !== 'hello') {
        return fault('the shell greeted in a way this version does not know')
      }
      this.#isGreeted = true
      return { kind: 'hello', hello, preamble: new TextDecoder().decode(stdout.bytes) }
    }
    const reply = toReply(this.#expected[0], stdout, stderr)
    if (reply === null) {
      return fault('the shell ended a command that was not asked for, or with no status')
    }
    this.#expected.shift()
    return { kind: 'reply', reply }
  }
}

const fault = (message: string): ReplyEvent => ({ kind: 'fault', message, isFlood: false })

/** The bytes before an end line, cut at a cap, and the fields of the line. */
type Section = { bytes: Uint8Array; isCut: boolean; fields: readonly string[] }

/** One stream as sections. `limitOf(n)`: the cap of the n-th section that `ended` does not hold yet, counted from its first. */
class SectionReader {
  readonly ended: Section[] = []
  readonly #scanner: EndLineScanner
  readonly #limitOf: (open: number) => number
  /** Grows by doubling: a host that sends one byte a packet must not cost an object for each. */
  #buffer = new Uint8Array(0)
  #length = 0
  #discarded = 0

  constructor(token: string, limitOf: (open: number) => number) {
    this.#scanner = new EndLineScanner(token)
    this.#limitOf = limitOf
  }

  /** A problem in words, or null. */
  push(chunk: Uint8Array): string | null {
    for (const part of this.#scanner.push(chunk)) {
      if (part.kind === 'bytes') this.#keep(part.bytes)
      else this.#end(part.fields)
      if (this.#discarded > MAX_DISCARDED_BYTES) return 'a command printed far more than its cap'
    }
    return null
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, Math.max(0, this.#limitOf(this.ended.length) - this.#length))
    const needed = this.#length + kept.length
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2))
      larger.set(this.#buffer.subarray(0, this.#length))
      this.#buffer = larger
    }
    this.#buffer.set(kept, this.#length)
    this.#length = needed
    this.#discarded += bytes.length - kept.length
  }

  #end(fields: readonly string[]): void {
    this.ended.push({ bytes: this.#buffer.slice(0, this.#length), isCut: this.#discarded > 0, fields })
    this.#buffer = new Uint8Array(0)
    this.#length = 0
    this.#discarded = 0
  }
}

function toHello(fields: readonly string[]): Hello | null {
  const [word, version, deadlines, ...connection] = fields
  if (word !== 'hello' || version !== String(FRAME_VERSION)) return null
  if (deadlines !== 'k' && deadlines !== 't' && deadlines !== 'w') return null
  // An IPv6 address has colons of its own.
  return { deadlines, sshConnection: connection.join(':') || null }
}

function toReply(request: Expected | undefined, stdout: Section, stderr: Section): ShellReply | null {
  const id = String(request?.id)
  const status = Number(stderr.fields[1])
  if (request === undefined || stdout.fields[0] !== id || stderr.fields[0] !== id) return null
  if (!/^\d{1,3}$/.test(stderr.fields[1] ?? '')) return null
  const durationMs = toDurationMs(stdout.fields[1], stdout.fields[2])
  // 124 may be the command's own status, and a watchdog leaves 143: the clock says which it was. Both readings are cut to 10 ms.
  const ranOut = durationMs === null || durationMs >= deadlineSeconds(request.deadlineMs) * 1000 - 10
  return {
    id: request.id,
    status,
    stdout: stdout.bytes,
    stderr: stderr.bytes,
    isTruncated: stdout.isCut || stderr.isCut,
    isTimedOut: ranOut && (status === 124 || status === 137 || status === 143),
    durationMs,
  }
}

function toDurationMs(started: string | undefined, ended: string | undefined): number | null {
  if (!started || !ended) return null
  const durationMs = Math.round((Number(ended) - Number(started)) * 1000)
  return Number.isFinite(durationMs) && durationMs >= 0 ? durationMs : null
}
