import 'server-only'
import type { Socket } from 'node:net'
import type { Client, ClientChannel } from 'ssh2'
import type { SHELL_EXEC, SUDO_SHELL_EXEC } from '@/lib/core/shell/frame'
import type { HostKey } from '@/lib/contract/hosts'
import { AppError } from '../errors'
import type { SshAuth } from './auth'
import { planAuth } from './auth'
import { openSocket, startClient } from './client'
import type { AuthRefusal, SshTarget } from './errors'
import { crowdedOut, formatTarget, shellFailed, toSshError, unreachable, wrongHostKey } from './errors'
import { toHostKey } from './host-key'

export type SshConnectOptions = SshTarget & {
  username: string
  auth: SshAuth
  /** The one key that is accepted, and whether another one is news (`host_key_changed`) or a mismatch with what a person saw. */
  hostKey: { fingerprint: string; type?: string; whenDifferent: 'host_key_mismatch' | 'host_key_changed' }
  signal?: AbortSignal
  /** For TCP. Longer: a mistyped address costs patience; shorter: a host behind a slow VPN is "down". */
  connectTimeoutMs?: number
  /** For handshake and sign-in. Longer than sshd's DNS and PAM delays. */
  readyTimeoutMs?: number
}

/**
 * Connects and signs in. The host's key is compared before anything is sent; a different one ends the connection there.
 * Throws AppError: `bad_private_key`, `passphrase_required`, `passphrase_wrong`, `agent_unavailable`, `host_unreachable`,
 * `not_ssh`, `no_common_algorithm`, `host_key_mismatch` or `host_key_changed`, `auth_failed`; or the signal's reason.
 */
export async function connectSsh(options: SshConnectOptions): Promise<SshConnection> {
  const { username, auth, hostKey, signal, connectTimeoutMs = 10_000, readyTimeoutMs = 20_000 } = options
  const target: SshTarget = { address: options.address, port: options.port }
  const plan = planAuth(auth, username)
  const socket = await openSocket(target, connectTimeoutMs, signal)
  return new Promise((resolve, reject) => {
    let offered: HostKey | null = null
    let refusal: AuthRefusal | null = null
    const { client, received } = startClient(socket, {
      username,
      knownHostKeyType: hostKey.type,
      verifyHostKey: (blob) => {
        offered = toHostKey(blob)
        return offered.fingerprint === hostKey.fingerprint
      },
      authStep: (methods, isPartial) => {
        refusal = { username, tried: plan.tried, methods, isPartial: isPartial === true }
        return plan.step(methods, isPartial)
      },
      readyTimeoutMs,
    })
    const settle = (act: () => void) => {
      signal?.removeEventListener('abort', onAbort)
      client.removeAllListeners('ready').removeAllListeners('close').removeAllListeners('error')
      act()
    }
    const fail = (error: Error | null) =>
      settle(() => {
        client.on('error', () => undefined) // ssh2 may report the same end twice
        socket.destroy()
        if (offered !== null && offered.fingerprint !== hostKey.fingerprint) {
          reject(wrongHostKey(target, offered, hostKey))
        } else {
          reject(toSshError(error, { target, received: received(), auth: refusal, readyTimeoutMs }))
        }
      })
    const onAbort = () =>
      settle(() => {
        client.on('error', () => undefined)
        socket.destroy()
        reject(signal?.reason as Error) // what throwIfAborted would throw
      })
    signal?.addEventListener('abort', onAbort, { once: true })
    client.on('ready', () => {
      // ssh2 is not ready without a key exchange; were it, this would be no host we know.
      if (offered === null) return fail(new Error('the host showed no key'))
      const hostKey = offered
      settle(() => resolve(new SshConnection(client, socket, target, hostKey)))
    })
    client.on('error', fail)
    client.on('close', () => fail(null))
  })
}

/** Slots for channels come back a little after a channel is closed; these are the waits before asking again. */
const CHANNEL_RETRY_MS = [50, 150, 400, 1000]

/** A signed-in connection. It never reconnects: when it is gone, it is gone, and `onClose` says why. */
export class SshConnection {
  readonly target: SshTarget
  /** What the host proved to have: the accepted key. */
  readonly hostKey: HostKey
  readonly #client: Client
  readonly #socket: Socket
  readonly #listeners = new Set<(why: AppError) => void>()
  #ended: AppError | null = null

  constructor(client: Client, socket: Socket, target: SshTarget, hostKey: HostKey) {
    this.#client = client
    this.#socket = socket
    this.target = target
    this.hostKey = hostKey
    let cause: Error | null = null
    client.on('error', (error) => {
      cause ??= error
    })
    client.on('close', () => {
      this.#end(
        cause === null
          ? new AppError('host_unreachable', {
              message: `${formatTarget(target)} closed the connection.`,
              details: { ...target, errno: null },
            })
          : unreachable(target, cause),
      )
    })
  }

  /** Why the connection is gone; null while it is there. */
  get ended(): AppError | null {
    return this.#ended
  }

  /** Called once, also when the connection is gone already. Gives a function that takes the listener back. */
  onClose(listener: (why: AppError) => void): () => void {
    if (this.#ended !== null) {
      listener(this.#ended)
      return () => undefined
    }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Opens a channel that runs one of two constants; everything variable goes to its standard input. Asks again while the host
   * has no free slot (MaxSessions). Throws `shell_failed`.
   */
  async openShell(exec: typeof SHELL_EXEC | typeof SUDO_SHELL_EXEC): Promise<ClientChannel> {
    for (const waitMs of [...CHANNEL_RETRY_MS, null]) {
      try {
        return await this.#exec(exec)
      } catch (error) {
        const isFull = error instanceof Error && /channel open failure/i.test(error.message)
        if (isFull && waitMs !== null && this.#ended === null) {
          await new Promise((resolve) => setTimeout(resolve, waitMs))
          continue
        }
        throw isFull && this.#ended === null
          ? crowdedOut(this.target, error)
          : shellFailed(this.target, 'no command channel could be opened.', this.#ended ?? error)
      }
    }
    throw shellFailed(this.target, 'no command channel could be opened.')
  }

  #exec(exec: string): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.#client.exec(exec, (error, channel) => (error ? reject(error) : resolve(channel)))
    })
  }

  /** Leaves at once: nothing that is under way is waited for. Idempotent. */
  close(): void {
    this.#client.end()
    this.#socket.destroy()
    this.#end(
      new AppError('host_unreachable', {
        message: `The connection to ${formatTarget(this.target)} was closed by Patchbay.`,
        details: { ...this.target, errno: null },
      }),
    )
  }

  #end(why: AppError): void {
    if (this.#ended !== null) return
    this.#ended = why
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    for (const listener of listeners) listener(why)
  }
}
