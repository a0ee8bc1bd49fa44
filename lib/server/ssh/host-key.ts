import 'server-only'
import { createHash } from 'node:crypto'
import type { HostKey } from '@/lib/contract/hosts'
import { openSocket, startClient } from './client'
import type { SshTarget } from './errors'
import { toSshError } from './errors'

/** Type and fingerprint of a public key as it travels (RFC 4253 §6.6): a length, the type's name, the rest. */
export function toHostKey(blob: Buffer): HostKey {
  const nameLength = blob.length >= 4 ? blob.readUInt32BE(0) : 0
  const name = blob.subarray(4, 4 + Math.min(nameLength, 64)).toString('latin1')
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  return { type: /^[\x21-\x7e]+$/.test(name) ? name : 'unknown', fingerprint: `SHA256:${digest}` }
}

const CONNECT_TIMEOUT_MS = 10_000
const HANDSHAKE_TIMEOUT_MS = 15_000

/**
 * Asks a host for its key and leaves before any sign-in. The key is proven: we wait until the host has signed the exchange
 * with it, and go before the user-authentication service is asked for. Throws `host_unreachable`, `not_ssh`,
 * `no_common_algorithm`.
 */
export async function probeHostKey(target: SshTarget, signal?: AbortSignal): Promise<HostKey> {
  const socket = await openSocket(target, CONNECT_TIMEOUT_MS, signal)
  return new Promise((resolve, reject) => {
    let offered: HostKey | null = null
    const { client, received } = startClient(socket, {
      username: 'nobody',
      verifyHostKey: (blob) => {
        offered = toHostKey(blob)
        return true
      },
      // Never asked: the socket is gone before. Were it asked, it would have nothing to say.
      authStep: () => false,
      readyTimeoutMs: HANDSHAKE_TIMEOUT_MS,
    })
    const leave = (act: () => void) => {
      signal?.removeEventListener('abort', onAbort)
      socket.destroy()
      act()
    }
    const fail = (error: Error | null) =>
      leave(() =>
        reject(toSshError(error, { target, received: received(), auth: null, readyTimeoutMs: HANDSHAKE_TIMEOUT_MS })),
      )
    const onAbort = () => leave(() => reject(signal?.reason as Error)) // throwIfAborted throws the same
    signal?.addEventListener('abort', onAbort, { once: true })
    client.on('handshake', () => {
      const key = offered
      if (key !== null) leave(() => resolve(key))
    })
    client.on('error', fail)
    client.on('close', () => fail(null))
  })
}
