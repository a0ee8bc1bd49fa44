import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AuthContext } from 'ssh2'
import ssh2 from 'ssh2'
import { afterEach, describe, expect, it } from 'vitest'
import { SHELL_EXEC } from '@/lib/core/shell/frame'
import type { SshAuth } from './auth'
import type { SshConnectOptions } from './connection'
import { connectSsh } from './connection'
import type { TestServer, TestServerOptions } from './testing/server'
import { OTHER_HOST_KEY, startTcpServer, startTestServer } from './testing/server'
import { newTestKey } from './testing/keys'

const USER_KEY = newTestKey()
const OTHER_KEY = newTestKey()
const SEALED_KEY = newTestKey({
  passphrase: 'open sesame',
  cipher: 'aes256-cbc',
  rounds: 2,
})

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function serve(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  cleanups.push(server.stop)
  return server
}

function optionsFor(server: { port: number; fingerprint?: string }, auth: SshAuth): SshConnectOptions {
  const fingerprint = server.fingerprint ?? `SHA256:${'A'.repeat(43)}`
  return {
    address: '127.0.0.1',
    port: server.port,
    username: 'root',
    auth,
    hostKey: { fingerprint, whenDifferent: 'host_key_changed' },
  }
}

async function connect(options: SshConnectOptions) {
  const connection = await connectSsh(options)
  cleanups.push(() => connection.close())
  return connection
}

const PASSWORD: SshAuth = { kind: 'password', password: 'secret' }
const withKey = (privateKey: string, passphrase?: string): SshAuth => ({ kind: 'privateKey', privateKey, passphrase })

const acceptPassword = (context: AuthContext) => {
  if (context.method === 'password' && context.password === 'secret') context.accept()
  else context.reject(['password'])
}

const acceptKey = (context: AuthContext) => {
  const known = ssh2.utils.parseKey(USER_KEY.public)
  if (known instanceof Error || context.method !== 'publickey') return context.reject(['publickey'])
  if (!context.key.data.equals(known.getPublicSSH())) return context.reject(['publickey'])
  if (context.signature && !known.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo)) {
    return context.reject(['publickey'])
  }
  context.accept()
}

describe('connectSsh signs in', () => {
  it('with a password, and asks nothing else first', async () => {
    const server = await serve({ onAuth: acceptPassword })
    await connect(optionsFor(server, PASSWORD))
    expect(server.authAttempts).toEqual(['password'])
  })

  it('with a private key', async () => {
    const server = await serve({ onAuth: acceptKey })
    await connect(optionsFor(server, withKey(USER_KEY.private)))
    expect(new Set(server.authAttempts)).toEqual(new Set(['publickey']))
  })

  it('with a private key under a passphrase', async () => {
    const server = await serve()
    await connect(optionsFor(server, withKey(SEALED_KEY.private, 'open sesame')))
    expect(new Set(server.authAttempts)).toEqual(new Set(['publickey']))
  })

  it('with a password where the host offers only keyboard-interactive', async () => {
    const answers: string[][] = []
    const server = await serve({
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        context.prompt([{ prompt: 'Password: ', echo: false }], (given) => {
          answers.push(given)
          context.accept()
        })
      },
    })
    await connect(optionsFor(server, PASSWORD))
    expect(answers).toEqual([['secret']])
  })

  it('and never tells the password to a question that is not for it', async () => {
    const answers: string[][] = []
    const server = await serve({
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        const prompts = [
          { prompt: 'One-time code: ', echo: true },
          { prompt: 'PIN: ', echo: false },
        ]
        context.prompt(prompts, (given) => {
          answers.push(given)
          context.reject()
        })
      },
    })
    await expect(connect(optionsFor(server, PASSWORD))).rejects.toMatchObject({ code: 'auth_failed' })
    expect(answers).toEqual([['', '']])
  })

  it('with a key that an agent holds', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'agent-'))
    const socketPath = path.join(folder, 'agent')
    const agent = spawn('ssh-agent', ['-D', '-a', socketPath], { stdio: ['ignore', 'pipe', 'ignore'] })
    cleanups.push(() => {
      agent.kill()
      rmSync(folder, { recursive: true })
    })
    await new Promise((resolve) => agent.stdout.once('data', resolve))
    const server = await serve({ onAuth: acceptKey })
    const auth: SshAuth = { kind: 'agent', socketPath }
    await expect(connect(optionsFor(server, auth))).rejects.toMatchObject({ code: 'auth_failed' })
    const add = spawn('ssh-add', ['-q', '-'], { env: { ...process.env, SSH_AUTH_SOCK: socketPath } })
    add.stdin.end(`${USER_KEY.private}\n`)
    expect(await new Promise((resolve) => add.on('close', resolve))).toBe(0)
    await connect(optionsFor(server, auth))
  })
})

describe('connectSsh is refused', () => {
  it('with a wrong password, tried once', async () => {
    const server = await serve({ onAuth: acceptPassword })
    const options = optionsFor(server, { kind: 'password', password: 'wrong' })
    await expect(connect(options)).rejects.toMatchObject({
      code: 'auth_failed',
      message: `127.0.0.1:${server.port} refuses root with this password. It offers: password.`,
      details: { methods: ['password'] },
    })
    expect(server.authAttempts).toEqual(['password'])
  })

  it('with a wrong key', async () => {
    const server = await serve({ onAuth: acceptKey })
    await expect(connect(optionsFor(server, withKey(OTHER_KEY.private)))).rejects.toMatchObject({
      code: 'auth_failed',
      details: { methods: ['publickey'] },
    })
  })

  it('by a host that wants a second factor', async () => {
    const server = await serve({ onAuth: (context) => context.reject(['keyboard-interactive'], true) })
    await expect(connect(optionsFor(server, withKey(USER_KEY.private)))).rejects.toMatchObject({
      code: 'auth_failed',
      message: expect.stringContaining('second factor') as string,
    })
  })

  it.each([
    ['passphrase_required', withKey(SEALED_KEY.private)],
    ['passphrase_required', withKey(SEALED_KEY.private, '')],
    ['passphrase_wrong', withKey(SEALED_KEY.private, 'open says me')],
    ['bad_private_key', withKey('-----BEGIN OPENSSH PRIVATE KEY-----\nno\n-----END OPENSSH PRIVATE KEY-----')],
    ['bad_private_key', withKey('hello')],
    ['bad_private_key', withKey(USER_KEY.public)],
    ['agent_unavailable', { kind: 'agent', socketPath: null }],
  ] as const)('%s, before any connection', async (code, auth) => {
    const server = await serve()
    const error = await connect(optionsFor(server, auth)).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    expect(String(error)).not.toContain('open says me')
    expect(server.connections()).toBe(0)
  })

  it('when nobody listens on the agent socket', async () => {
    const server = await serve()
    const auth: SshAuth = { kind: 'agent', socketPath: path.join(tmpdir(), 'no-agent-here') }
    await expect(connect(optionsFor(server, auth))).rejects.toMatchObject({ code: 'agent_unavailable' })
    expect(server.authAttempts).toEqual([])
  })

  it('by itself, when the host key is another one: no sign-in is tried', async () => {
    const server = await serve({ hostKey: OTHER_HOST_KEY })
    const pinned = await serve()
    const options = { ...optionsFor(server, PASSWORD), hostKey: optionsFor(pinned, PASSWORD).hostKey }
    await expect(connect(options)).rejects.toMatchObject({
      code: 'host_key_changed',
      details: { offeredHostKey: { type: 'ssh-ed25519', fingerprint: server.fingerprint } },
    })
    expect(server.authAttempts).toEqual([])
  })

  it.each([
    ['an HTTP server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'not_ssh'],
    ['a mail server', '220 mx1 ESMTP\r\n', 'not_ssh'],
    ['silence', '', 'host_unreachable'],
    ['a full sshd', 'Exceeded MaxStartups\r\n', 'host_unreachable'],
  ])('by %s', async (_, greeting, code) => {
    const server = await startTcpServer((socket) => socket.end(greeting))
    cleanups.push(server.stop)
    await expect(connect(optionsFor(server, PASSWORD))).rejects.toMatchObject({ code })
    expect(server.received()).not.toContain('secret')
  })

  it('by a host that accepts and never speaks, in time', async () => {
    const server = await startTcpServer(() => undefined)
    cleanups.push(server.stop)
    const options = { ...optionsFor(server, PASSWORD), readyTimeoutMs: 50 }
    await expect(connect(options)).rejects.toMatchObject({ code: 'host_unreachable' })
  })

  it('by a host that speaks something else and stays, in time', async () => {
    const server = await startTcpServer((socket) => socket.write('220 mx1 ESMTP\r\n'))
    cleanups.push(server.stop)
    const options = { ...optionsFor(server, PASSWORD), readyTimeoutMs: 50 }
    await expect(connect(options)).rejects.toMatchObject({ code: 'not_ssh' })
  })

  it('by a closed port, with a sentence', async () => {
    const server = await startTcpServer(() => undefined)
    await server.stop()
    await expect(connect(optionsFor(server, PASSWORD))).rejects.toMatchObject({
      code: 'host_unreachable',
      message: `127.0.0.1:${server.port} refuses connections. Is sshd running there, and does it listen on port ${server.port}?`,
      details: { errno: 'ECONNREFUSED' },
    })
  })

  it('by a host with only unsafe algorithms', async () => {
    const config = {
      algorithms: {
        serverHostKey: ['ssh-ed25519' as const],
        hmac: ['hmac-sha1' as const],
        cipher: ['aes128-cbc' as const],
      },
    }
    const server = await serve({ config })
    await expect(connect(optionsFor(server, PASSWORD))).rejects.toMatchObject({ code: 'no_common_algorithm' })
  })

  it('when it is aborted', async () => {
    const server = await startTcpServer(() => undefined)
    cleanups.push(server.stop)
    const abort = new AbortController()
    const attempt = connect({ ...optionsFor(server, PASSWORD), signal: abort.signal })
    abort.abort(new Error('never mind'))
    await expect(attempt).rejects.toThrow('never mind')
  })
})

describe('SshConnection', () => {
  it('says why it ended, also to a late listener', async () => {
    const server = await serve()
    const connection = await connect(optionsFor(server, PASSWORD))
    const why = new Promise((resolve) => connection.onClose(resolve))
    server.dropAll()
    expect(await why).toMatchObject({ code: 'host_unreachable' })
    expect(await new Promise((resolve) => connection.onClose(resolve))).toBe(await why)
    await expect(connection.openShell(SHELL_EXEC)).rejects.toMatchObject({ code: 'shell_failed' })
  })

  it('asks again while the host has no free channel', async () => {
    const server = await serve({ maxSessions: 1 })
    const connection = await connect(optionsFor(server, PASSWORD))
    const first = await connection.openShell(SHELL_EXEC)
    const second = connection.openShell(SHELL_EXEC)
    first.close()
    await expect(second).resolves.toBeDefined()
  })

  it('gives up when none becomes free', async () => {
    const server = await serve({ maxSessions: 0 })
    const connection = await connect(optionsFor(server, PASSWORD))
    await expect(connection.openShell(SHELL_EXEC)).rejects.toMatchObject({
      code: 'shell_failed',
      message: expect.stringContaining('MaxSessions') as string,
    })
  })
})
