import 'server-only'
import { createHash } from 'node:crypto'
import type { AnyAuthMethod, AuthenticationType, ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import type { HostAuth } from '@/lib/contract/hosts'
import { AppError } from '../errors'
import { agentUnavailable } from './errors'

/** How we sign in: the contract's words, and where this machine's agent listens. */
export type SshAuth = Exclude<HostAuth, { kind: 'agent' }> | { kind: 'agent'; socketPath: string | null }

/**
 * Reads a private key. Throws `passphrase_required`, `passphrase_wrong` or `bad_private_key`; the message never quotes the key.
 */
export function parsePrivateKey(privateKey: string, passphrase: string | undefined): ParsedKey {
  if (!passphrase) return readPrivateKey(privateKey, undefined)
  const digest = createHash('sha256')
    .update(JSON.stringify([privateKey, passphrase]))
    .digest('base64')
  const key = openedKeys.get(digest) ?? readPrivateKey(privateKey, passphrase)
  openedKeys.delete(digest)
  openedKeys.set(digest, key)
  const [oldest] = openedKeys.keys()
  if (openedKeys.size > MAX_OPENED_KEYS && oldest !== undefined) openedKeys.delete(oldest)
  return key
}

/**
 * Keys that a passphrase opened, least recently used first. An OpenSSH key takes 0.6 s of this thread to open, by design
 * (bcrypt), and a fleet often shares one: without this, 50 hosts would stop the console for half a minute at each start.
 */
const openedKeys = new Map<string, ParsedKey>()
const MAX_OPENED_KEYS = 16

function readPrivateKey(privateKey: string, passphrase: string | undefined): ParsedKey {
  const key = ssh2.utils.parseKey(privateKey, passphrase || undefined)
  // A newer OpenSSH file may hold several keys in theory; ssh-keygen writes one.
  const first: unknown = Array.isArray(key) ? key[0] : key
  if (first instanceof Error) throw keyError(first, Boolean(passphrase))
  const parsed = first as ParsedKey // parseKey gives an Error, a key or a list of keys; the first two are told apart above
  if (!parsed.isPrivateKey()) {
    throw new AppError('bad_private_key', {
      message: 'This is a public key. Paste the private one: the file without .pub.',
    })
  }
  return parsed
}

function keyError(error: Error, hasPassphrase: boolean): AppError {
  if (/no passphrase given/i.test(error.message)) {
    return new AppError('passphrase_required', { message: 'The private key is encrypted. Give its passphrase.' })
  }
  if (hasPassphrase && /integrity check failed|bad decrypt|bad passphrase/i.test(error.message)) {
    return new AppError('passphrase_wrong', { message: 'The passphrase does not open the private key.' })
  }
  return new AppError('bad_private_key', {
    message:
      'The private key cannot be read. Paste the whole file, from "-----BEGIN" to "-----END", in OpenSSH, PEM or PuTTY form.',
    cause: error,
  })
}

/** What ssh2's authHandler is given: methods left (null at first), partial success, and where to hand the next method. */
export type AuthStep = (
  methodsLeft: readonly AuthenticationType[] | null,
  isPartial: boolean | null,
) => AnyAuthMethod | false

/**
 * The sign-in as a sequence of attempts. There is no `none` first: it costs a round trip and tells us nothing. Each method is
 * tried once, so that a wrong password counts once. Parses the key, so it throws what parsePrivateKey throws, before any
 * connection is made.
 */
export function planAuth(auth: SshAuth, username: string): { step: AuthStep; tried: string } {
  switch (auth.kind) {
    case 'privateKey': {
      const key = parsePrivateKey(auth.privateKey, auth.passphrase)
      return { step: once({ type: 'publickey', username, key }), tried: 'private key' }
    }
    case 'agent':
      if (auth.socketPath === null || auth.socketPath === '') throw agentUnavailable()
      return { step: once({ type: 'agent', username, agent: auth.socketPath }), tried: 'agent (none of its keys)' }
    case 'password':
      return { step: passwordSteps(auth.password, username), tried: 'password' }
  }
}

function once(method: AnyAuthMethod): AuthStep {
  let isUsed = false
  return () => {
    if (isUsed) return false
    isUsed = true
    return method
  }
}

/** `password`, or where the host does not offer it `keyboard-interactive` with its one hidden prompt (PAM). */
function passwordSteps(password: string, username: string): AuthStep {
  let stage: 'password' | 'keyboard' | 'done' = 'password'
  return (methodsLeft, isPartial) => {
    if (stage === 'password') {
      stage = 'keyboard'
      return { type: 'password', username, password }
    }
    const isOnlyInteractive = methodsLeft?.includes('keyboard-interactive') && !methodsLeft.includes('password')
    if (stage === 'done' || isPartial || !isOnlyInteractive) return false
    stage = 'done'
    let isAnswered = false
    return {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => {
        // Only the one hidden question is a password; anything else (a code, a second round) must not be told it.
        const isPassword = !isAnswered && prompts.length === 1 && prompts[0]?.echo !== true
        isAnswered = true
        finish(isPassword ? [password] : prompts.map(() => ''))
      },
    }
  }
}
