import 'server-only'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Algorithms, Client, ServerHostKeyAlgorithm } from 'ssh2'
import ssh2 from 'ssh2'
import type { AuthStep } from './auth'
import type { SshTarget } from './errors'
import { noAnswer, unreachable } from './errors'

/** No SHA-1, no CBC, no DSA: ssh2's own defaults still offer ssh-rsa and hmac-sha1. Strict KEX is on by itself. */
const KEX = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
] satisfies Algorithms['kex']
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] satisfies Algorithms['cipher']
const MACS = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] satisfies Algorithms['hmac']
const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/** The known key's type first, as ssh(1) does: a host that gets a second key must not look like a changed one. */
export function hostKeyAlgorithms(knownType: string | undefined): ServerHostKeyAlgorithm[] {
  const isKnown = (name: string) => name === knownType || (knownType === 'ssh-rsa' && name.startsWith('rsa-'))
  return [...HOST_KEYS.filter(isKnown), ...HOST_KEYS.filter((name) => !isKnown(name))]
}

/**
 * Opens TCP. Nagle's algorithm is off: ssh2 never does that by itself, and with it each small round trip waits for the other
 * side's delayed ACK (44 ms instead of 0.5 ms). Throws `host_unreachable`, or the signal's reason.
 */
export function openSocket(target: SshTarget, timeoutMs: number, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const socket = connect({ host: target.address, port: target.port, noDelay: true, keepAlive: true })
    const settle = (act: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('connect').removeAllListeners('error')
      act()
    }
    const fail = (error: unknown) =>
      settle(() => {
        // A late error of a socket nobody listens to would end the process.
        socket.on('error', () => undefined).destroy()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
    const onAbort = () => fail(signal?.reason)
    const timer = setTimeout(() => fail(noAnswer(target, timeoutMs, 'accept a connection')), timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', (error) => fail(unreachable(target, error)))
    socket.once('connect', () => settle(() => resolve(socket)))
  })
}

export type SshClientOptions = {
  username: string
  /** Called with the raw host key before anything else is sent. Not optional: ssh2 takes *every* key where it is missing. */
  verifyHostKey: (blob: Buffer) => boolean
  knownHostKeyType?: string
  authStep: AuthStep
  readyTimeoutMs: number
}

export type StartedClient = {
  client: Client
  /** The first bytes the host sent, in clear: its version line, or what it says instead. */
  received: () => Buffer
}

const MAX_GREETING_BYTES = 512
/** Between keep-alives. Two unanswered: gone. Longer: a dead host looks alive; shorter: a busy sshd looks dead. */
const KEEPALIVE_MS = 10_000

/**
 * The only place that makes an SSH client (a test proves it), so that no connection can come to be without a verifier.
 * Listeners are the caller's; the handshake starts on a later turn of the loop.
 */
export function startClient(socket: Socket, options: SshClientOptions): StartedClient {
  const client = new ssh2.Client()
  client.connect({
    sock: socket,
    username: options.username,
    hostVerifier: options.verifyHostKey,
    algorithms: {
      kex: KEX,
      cipher: CIPHERS,
      hmac: MACS,
      compress: ['none'],
      serverHostKey: hostKeyAlgorithms(options.knownHostKeyType),
    },
    authHandler: (methodsLeft, isPartial, next) => {
      const method = options.authStep(methodsLeft as typeof methodsLeft | null, isPartial as boolean | null) // both are null at the first call, whatever the types say
      // ssh2 ends the sequence at `false`; its types forgot that.
      next(method as Exclude<typeof method, false>)
    },
    readyTimeout: options.readyTimeoutMs,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 2,
    agentForward: false,
  })
  // After connect(), which has paused the socket: an earlier listener would start the flow before ssh2 listens.
  let received = Buffer.alloc(0)
  socket.on('data', function keepFirst(chunk: Buffer) {
    received = Buffer.concat([received, chunk]).subarray(0, MAX_GREETING_BYTES)
    if (received.length === MAX_GREETING_BYTES) socket.off('data', keepFirst)
  })
  return { client, received: () => received }
}
