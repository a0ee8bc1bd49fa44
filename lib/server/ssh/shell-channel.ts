import 'server-only'
import { randomBytes } from 'node:crypto'
import type { ClientChannel } from 'ssh2'
import type { Hello, ShellRequest } from '@/lib/core/shell/frame'
import { bootstrapScript, deadlineSeconds, encodeRequest, KILL_AFTER_SECONDS } from '@/lib/core/shell/frame'
import type { ReplyEvent, ShellReply } from '@/lib/core/shell/reply-decoder'
import { ReplyDecoder } from '@/lib/core/shell/reply-decoder'

export type ShellCommand = Omit<ShellRequest, 'id'>

/** A reply, and how long it took as seen from here. */
export type TimedReply = ShellReply & { elapsedMs: number }

/**
 * Why a channel is gone. `hang`: the oldest command did not end although its deadline passed on the host too; `flood`: it
 * printed far more than its cap; `broken`: the host sent what frame.ts does not allow; `closed`: the shell or the connection ended.
 */
export type ChannelDeath = { kind: 'hang' | 'flood' | 'broken' | 'closed'; said: string }

/** How a batch ended; without a death all its replies have come. `isCulpritOurs`: the command that the death is about is the first without a reply. */
export type BatchResult = { death: ChannelDeath | null; isCulpritOurs: boolean }

type Pending = { request: ShellRequest; batch: Batch }
type Batch = {
  /** Replies still to come. */
  open: number
  onReply: (reply: TimedReply) => void
  finish: (result: BatchResult) => void
}

export type ShellChannelOptions = {
  /** For login shell and start-up files: some take seconds. */
  helloTimeoutMs: number
  /** Past deadline and SIGKILL on the host, before the channel is given up. Longer: a hung host hides; shorter: a slow one is cut off. */
  graceMs: number
}

/** One `sh -s` channel and what is under way in it: frame.ts spoken over ssh2. It is never reopened; shell.ts does that. */
export class ShellChannel {
  readonly #channel: ClientChannel
  readonly #decoder: ReplyDecoder
  readonly #options: ShellChannelOptions
  readonly #pending: Pending[] = []
  #nextId = 1
  #timer: NodeJS.Timeout | null = null
  #headSince = 0
  #death: ChannelDeath | null = null
  #stderrTail = ''
  #stdoutTail = ''
  #greet: (outcome: GreetOutcome) => void = () => undefined
  #isGreeted = false

  /** Resolves once the shell is ready to be written to; `hello` says whether it is ours. */
  constructor(channel: ClientChannel, options: ShellChannelOptions) {
    const token = randomBytes(16).toString('hex')
    this.#channel = channel
    this.#options = options
    this.#decoder = new ReplyDecoder(token)
    channel.on('data', (chunk: Buffer) => this.#receive('stdout', chunk))
    channel.stderr.on('data', (chunk: Buffer) => this.#receive('stderr', chunk))
    channel.on('error', () => undefined) // 'close' follows and says all we need
    channel.on('close', () => this.#die({ kind: 'closed', said: '' }))
    channel.write(bootstrapScript(token))
  }

  get isDead(): boolean {
    return this.#death !== null
  }

  /** Waits for the shell's hello. */
  greeted(): Promise<GreetOutcome> {
    return new Promise((resolve) => {
      if (this.#death !== null) return resolve({ ok: false, death: this.#death, heard: this.#heard() })
      this.#greet = resolve
      this.#timer = setTimeout(() => this.#die({ kind: 'hang', said: '' }), this.#options.helloTimeoutMs)
    })
  }

  /** Writes all commands at once and tells of each reply as it comes. Rejects only with UnquotableError, before anything is written. */
  send(commands: readonly ShellCommand[], onReply: (reply: TimedReply) => void): Promise<BatchResult> {
    return new Promise((resolve) => {
      if (this.#death !== null || commands.length === 0) {
        return resolve({ death: commands.length === 0 ? null : this.#death, isCulpritOurs: false })
      }
      const batch: Batch = { open: commands.length, onReply, finish: resolve }
      const requests = commands.map((command, i) => ({ ...command, id: this.#nextId + i }))
      const wire = Buffer.concat(requests.map(encodeRequest))
      this.#nextId += requests.length
      for (const request of requests) {
        this.#decoder.expect(request)
        this.#pending.push({ request, batch })
      }
      if (this.#pending.length === requests.length) this.#watchHead()
      this.#channel.write(wire)
    })
  }

  close(): void {
    this.#die({ kind: 'closed', said: '' })
  }

  #receive(stream: 'stdout' | 'stderr', chunk: Buffer) {
    if (!this.#isGreeted) {
      // Kept for the message when there never is a hello: sudo and nologin explain themselves here.
      if (stream === 'stderr') this.#stderrTail = (this.#stderrTail + chunk.toString('utf8')).slice(-2000)
      else this.#stdoutTail = (this.#stdoutTail + chunk.toString('utf8')).slice(-2000)
    }
    for (const event of this.#decoder.push(stream, chunk)) this.#handle(event)
  }

  #handle(event: ReplyEvent) {
    switch (event.kind) {
      case 'hello':
        this.#isGreeted = true
        this.#clearTimer()
        this.#greet({ ok: true, hello: event.hello, preamble: event.preamble })
        return
      case 'reply': {
        const head = this.#pending.shift()
        if (head === undefined) return
        const reply = { ...event.reply, elapsedMs: performance.now() - this.#headSince }
        head.batch.open -= 1
        this.#watchHead()
        head.batch.onReply(reply)
        if (head.batch.open === 0) {
          head.batch.finish({ death: null, isCulpritOurs: false })
        }
        return
      }
      case 'fault':
        return this.#die({ kind: event.isFlood ? 'flood' : 'broken', said: event.message })
    }
  }

  /** The host keeps deadlines; this is for a host that cannot. Commands run one after another, so only the oldest can be late. */
  #watchHead() {
    this.#clearTimer()
    this.#headSince = performance.now()
    const head = this.#pending[0]
    if (head === undefined) return
    const limitMs = (deadlineSeconds(head.request.deadlineMs) + KILL_AFTER_SECONDS) * 1000 + this.#options.graceMs
    this.#timer = setTimeout(() => this.#die({ kind: 'hang', said: '' }), limitMs)
  }

  #clearTimer() {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #die(death: ChannelDeath) {
    if (this.#death !== null) return
    this.#death = death
    this.#clearTimer()
    this.#channel.close()
    // Nobody reads it from here on, and unread data would hold the window of a channel that is still closing.
    this.#channel.resume()
    this.#channel.stderr.resume()
    this.#greet({ ok: false, death, heard: this.#heard() })
    const culprit = this.#pending[0]?.batch
    const batches = new Set(this.#pending.splice(0).map((pending) => pending.batch))
    for (const batch of batches) {
      batch.finish({ death, isCulpritOurs: batch === culprit })
    }
  }

  #heard(): string {
    return `${this.#stderrTail}\n${this.#stdoutTail}`
  }
}

/** `heard`: what came of both streams in place of a hello. */
export type GreetOutcome =
  { ok: true; hello: Hello; preamble: string } | { ok: false; death: ChannelDeath; heard: string }
