import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerChannel } from 'ssh2'
import { deadlineSeconds, encodeHello, encodeReply, RequestDecoder } from '../../core/shell/frame'
import type { RequestEvent } from '../../core/shell/frame'
import type { Session } from '../machine/session'
import type { ServedHost } from '../served-host'
import { serveWatches } from './watch-channel'

/**
 * The far end of core/shell/frame.ts: `/bin/sh -s` as the console uses it. Requests run one after another; a fault may make
 * one slow, hang it to its deadline, cut it in the middle, or stop the channel for ever. `first`: what has been read already.
 */
export const serveFramedShell = (host: ServedHost, session: Session, channel: ServerChannel, first: Buffer): void => {
  const decoder = new RequestDecoder()
  let token = ''
  let queue: Promise<void> = Promise.resolve()
  let isOpen = true

  /** One stream after the other: when both wait for the window, ssh2's server wakes stdout and forgets stderr. */
  const write = async ({ stdout, stderr }: { stdout: Uint8Array; stderr: Uint8Array }): Promise<void> => {
    if (isOpen) await new Promise((resolve) => channel.write(Buffer.from(stdout), resolve))
    if (isOpen) await new Promise((resolve) => channel.stderr.write(Buffer.from(stderr), resolve))
  }

  const answer = async (event: Extract<RequestEvent, { kind: 'request' }>): Promise<void> => {
    if (!isOpen) return
    const { id, argv, stdin, deadlineMs, maxBytes } = event.request
    const outcome = await host.perform(argv, stdin, session, deadlineMs)
    if (outcome.isStuck) await new Promise<never>(() => undefined)
    if (outcome.delayMs > 0 || outcome.isHung)
      await sleep(outcome.isHung ? deadlineMs : outcome.delayMs, undefined, { ref: false })
    const { status, stdout, stderr } = outcome.isHung ? { status: 124, stdout: '', stderr: '' } : outcome.result
    const bytes = Buffer.from(stdout, 'utf8').subarray(0, maxBytes + 1)
    if (outcome.isCut) {
      void write({ stdout: bytes.subarray(0, Math.floor(bytes.length / 2)), stderr: new Uint8Array() })
      isOpen = false
      // The bytes must have left before the connection goes.
      setImmediate(() => host.dropConnections())
      return
    }
    await write(
      encodeReply(token, {
        id,
        status,
        stdout: bytes,
        stderr: Buffer.from(stderr, 'utf8'),
        // A command that ran out of time is known by how long it ran, not by its status alone.
        durationMs: outcome.isHung ? deadlineSeconds(deadlineMs) * 1000 : outcome.delayMs,
      }),
    )
  }

  const receive = (chunk: Buffer): void => {
    for (const event of decoder.push(chunk)) {
      if (event.kind === 'bootstrap') {
        token = event.token
        const hello = encodeHello(token, {
          deadlines: 'k',
          sshConnection: session.isSudo ? null : session.sshConnection,
        })
        queue = queue.then(() => write(hello))
      } else if (event.kind === 'watch') {
        serveWatches(host, event.argvs, channel)
      } else if (event.kind === 'request') {
        queue = queue.then(() => answer(event))
      } else {
        channel.stderr.write(`sh: 1: Syntax error: ${event.message}\n`)
      }
    }
  }

  receive(first)
  channel.on('data', receive)
  channel.on('close', () => (isOpen = false))
  channel.on('end', () => {
    void queue.then(() => {
      if (!isOpen) return
      channel.exit(0)
      channel.end()
    })
  })
}
