import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import { AppError } from '../errors'

/** Where a connection goes; in every message about it. */
export type SshTarget = { address: string; port: number }

/** "kvm1:22", "[2001:db8::1]:22". */
export function formatTarget({ address, port }: SshTarget): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** Untrusted text for a sentence: one line, no control characters, at most 200 characters. */
export function quoteHostText(text: string): string {
  const line = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  return `"${line.length > 200 ? `${line.slice(0, 199)}…` : line}"`
}

/** The errno of a failed connect. Node tries each address of a name and throws them together. */
function errnoOf(error: unknown): string | null {
  if (error instanceof AggregateError) return error.errors.map(errnoOf).find((code) => code !== null) ?? null
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return null
}

const UNREACHABLE: Record<string, (target: SshTarget) => string> = {
  ENOTFOUND: ({ address }) => `There is no address for "${address}". Check the name, or give an IP address.`,
  EAI_AGAIN: ({ address }) => `The name server did not answer for "${address}". Try again, or give an IP address.`,
  ECONNREFUSED: (target) =>
    `${formatTarget(target)} refuses connections. Is sshd running there, and does it listen on port ${target.port}?`,
  EHOSTUNREACH: (target) => `There is no way to ${formatTarget(target)}: no host answers at this address.`,
  ENETUNREACH: (target) => `This machine has no route to ${formatTarget(target)}.`,
  ETIMEDOUT: (target) => `${formatTarget(target)} does not answer. It is down, or a firewall drops what we send.`,
  ECONNRESET: (target) => `${formatTarget(target)} broke the connection off.`,
  EPIPE: (target) => `${formatTarget(target)} broke the connection off.`,
}

/** A failure of TCP or of name resolution. */
export function unreachable(target: SshTarget, error: unknown): AppError {
  const errno = errnoOf(error)
  const message =
    (errno === null ? undefined : UNREACHABLE[errno]?.(target)) ??
    `${formatTarget(target)} cannot be reached: ${quoteHostText(error instanceof Error ? error.message : String(error))}.`
  return new AppError('host_unreachable', { message, details: { ...target, errno }, cause: error })
}

/** No answer within our own limit. */
export function noAnswer(target: SshTarget, timeoutMs: number, stage: string): AppError {
  return new AppError('host_unreachable', {
    message: `${formatTarget(target)} did not ${stage} within ${Math.round(timeoutMs / 1000)} s.`,
    details: { ...target, errno: null },
  })
}

/** What came before the SSH version line, when none came. sshd says some of it in plain text and closes; that passes by itself. */
function noGreeting(target: SshTarget, received: Buffer, cause?: unknown): AppError {
  const text = received.toString('latin1')
  if (text === '' || /^(exceeded maxstartups|not allowed at this time)/i.test(text)) {
    return new AppError('host_unreachable', {
      message: `${formatTarget(target)} closed the connection before SSH began. sshd may be busy (MaxStartups), starting, or refuse our address.`,
      details: { ...target, errno: errnoOf(cause) },
      cause,
    })
  }
  return new AppError('not_ssh', {
    message: `${formatTarget(target)} does not speak SSH: it answered ${quoteHostText(text)}. Is this the port of sshd?`,
    details: { ...target },
    cause,
  })
}

export function wrongHostKey(
  target: SshTarget,
  offered: HostKey,
  expected: { fingerprint: string; whenDifferent: 'host_key_mismatch' | 'host_key_changed' },
): AppError {
  const isPinned = expected.whenDifferent === 'host_key_changed'
  return new AppError(expected.whenDifferent, {
    message: isPinned
      ? `The host key of ${formatTarget(target)} has changed: pinned is ${expected.fingerprint}, offered is ${offered.fingerprint} (${offered.type}). Nothing was sent to it. Unless you know why, someone may be in between.`
      : `${formatTarget(target)} offers the key ${offered.fingerprint} (${offered.type}), and ${expected.fingerprint} was accepted. Nothing was sent to it.`,
    details: { ...target, expectedFingerprint: expected.fingerprint, offeredHostKey: offered },
  })
}

/** `methods`: what the host still offered at the last refusal; null where it closed without saying. */
function authFailed(
  target: SshTarget,
  { username, tried, methods, isPartial }: AuthRefusal,
  cause?: unknown,
): AppError {
  const offers = methods === null || methods.length === 0 ? '' : ` It offers: ${methods.join(', ')}.`
  const message = isPartial
    ? `${formatTarget(target)} accepted the ${tried} of ${username} and wants a second factor, which Patchbay cannot give.${offers}`
    : `${formatTarget(target)} refuses ${username} with this ${tried}.${offers}`
  return new AppError('auth_failed', { message, details: { ...target, username, methods, isPartial }, cause })
}

export type AuthRefusal = {
  username: string
  /** "private key", "password", "keys of the agent". */
  tried: string
  methods: readonly string[] | null
  isPartial: boolean
}

/** ssh2 marks where an error arose; its types do not say so. */
function levelOf(error: Error): string | null {
  return 'level' in error && typeof error.level === 'string' ? error.level : null
}

/** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE and the code sshd uses for "Too many authentication failures" (RFC 4253 §11.1). */
const AUTH_DISCONNECTS: readonly unknown[] = [2, 14]

export type HandshakeFacts = {
  target: SshTarget
  /** First bytes from the host. */
  received: Buffer
  /** Null until sign-in began. */
  auth: AuthRefusal | null
  readyTimeoutMs: number
}

/** What ssh2 or its socket threw (null: it just closed) between the TCP connection and the end of authentication. */
export function toSshError(error: Error | null, { target, received, auth, readyTimeoutMs }: HandshakeFacts): AppError {
  if (error instanceof AppError) return error
  const level = error === null ? null : levelOf(error)
  if (level === 'agent') return agentUnavailable(error)
  if (level === 'client-timeout' && (received.length === 0 || isSshGreeting(received))) {
    return noAnswer(target, readyTimeoutMs, 'finish the SSH handshake')
  }
  if (!isSshGreeting(received)) return noGreeting(target, received, error)
  if (auth !== null && (level === 'client-authentication' || isAuthDisconnect(error)))
    return authFailed(target, auth, error)
  if (error !== null && /no matching/i.test(error.message)) {
    return new AppError('no_common_algorithm', {
      message: `${formatTarget(target)} offers only SSH algorithms that are no longer safe (${quoteHostText(error.message)}). Update its SSH server, or allow newer algorithms there.`,
      details: { ...target },
      cause: error,
    })
  }
  if (error !== null) return unreachable(target, error)
  const stage = auth === null ? 'the handshake' : 'sign-in'
  return new AppError('host_unreachable', {
    message: `${formatTarget(target)} closed the connection during ${stage}.`,
    details: { ...target, errno: null },
  })
}

/** A greeting may be preceded by lines of other text (RFC 4253 §4.2). */
function isSshGreeting(received: Buffer): boolean {
  return /^SSH-(2\.0|1\.99)-/m.test(received.toString('latin1'))
}

function isAuthDisconnect(error: Error | null): boolean {
  return error !== null && 'code' in error && AUTH_DISCONNECTS.includes(error.code)
}

export function agentUnavailable(cause?: unknown): AppError {
  return new AppError('agent_unavailable', {
    message:
      'There is no ssh-agent to ask, or it holds no key. Start one, add a key with ssh-add, and start Patchbay with its SSH_AUTH_SOCK.',
    cause,
  })
}

export function shellFailed(target: SshTarget, what: string, cause?: unknown): AppError {
  return new AppError('shell_failed', { message: `${formatTarget(target)}: ${what}`, details: { ...target }, cause })
}

/** sshd opens no further channel on this connection. */
export function crowdedOut(target: SshTarget, cause?: unknown): AppError {
  return new AppError('shell_failed', {
    message: `${formatTarget(target)}: no further channel can be opened. Too many are open on this connection: sshd allows MaxSessions (10 unless set).`,
    details: { ...target, isCrowdedOut: true },
    cause,
  })
}

export const isCrowdedOut = (error: unknown): boolean =>
  error instanceof AppError && error.details['isCrowdedOut'] === true

/** `reason`: where it is known, with what would be right; else that a password is wanted. */
export function sudoRefused(
  target: SshTarget,
  said: string,
  reason = 'sudo does not let this user run /bin/sh without a password. A line in sudoers such as "NAME ALL=(root) NOPASSWD: ALL" allows it.',
): AppError {
  return new AppError('sudo_refused', {
    message: `${formatTarget(target)}: ${reason} It said ${quoteHostText(said)}.`,
    details: { ...target },
  })
}
