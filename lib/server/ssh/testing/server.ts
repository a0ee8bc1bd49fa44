import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { AuthContext, AuthenticationType, Connection, ServerChannel, ServerConfig } from 'ssh2'
import ssh2 from 'ssh2'
import { toHostKey } from '../host-key'
import { newTestKey } from './keys'

/**
 * A real SSH server in this process, for tests: real shells run what the console sends, and each way in which a host can be
 * difficult is an option. Not imported by the product.
 */
export type TestServerOptions = {
  /** Gives what `exec` runs instead of the exec string; the default runs the string in `sh -c`, as sshd does. */
  spawnShell?: (exec: string) => ChildProcess
  /** Runs before the shell is connected: print a banner, close the channel, … Return false to leave the channel alone. */
  onExec?: (channel: ServerChannel, exec: string, openCount: number) => boolean | void
  /** Decides each sign-in; the default accepts. */
  onAuth?: (context: AuthContext) => void
  maxSessions?: number
  config?: Partial<ServerConfig>
  hostKey?: string
}

export type TestServer = {
  port: number
  fingerprint: string
  hostKeyType: string
  /** Methods of every sign-in that was tried, in order. */
  authAttempts: AuthenticationType[]
  /** Exec strings in the order in which channels asked for them. */
  execs: string[]
  /** TCP connections accepted so far. */
  connections: () => number
  openConnections: () => number
  /** Breaks every connection off, as a cut cable behind a NAT would. */
  dropAll: () => void
  stop: () => Promise<void>
}

const TEST_HOST_KEY = newTestKey().private
export const OTHER_HOST_KEY = newTestKey().private

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const hostKey = options.hostKey ?? TEST_HOST_KEY
  const sockets = new Set<Socket>()
  const children = new Set<ChildProcess>()
  const authAttempts: AuthenticationType[] = []
  const execs: string[] = []
  let accepted = 0
  const ssh = new ssh2.Server({ hostKeys: [hostKey], ...options.config }, (client) => {
    client.on('error', () => undefined) // tests break connections on purpose
    client.on('authentication', (context) => {
      authAttempts.push(context.method)
      if (options.onAuth) options.onAuth(context)
      else context.accept()
    })
    serveSessions(client, options, execs, children)
  })
  const tcp = createServer((socket) => {
    accepted += 1
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined) // as above
    ssh.injectSocket(socket)
  })
  const port = await listen(tcp)
  const parsed = ssh2.utils.parseKey(hostKey)
  if (parsed instanceof Error) throw parsed
  const { fingerprint, type } = toHostKey(parsed.getPublicSSH())
  return {
    port,
    fingerprint,
    hostKeyType: type,
    authAttempts,
    execs,
    connections: () => accepted,
    openConnections: () => sockets.size,
    dropAll: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    stop: async () => {
      for (const child of children) child.kill('SIGKILL')
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => tcp.close(resolve))
    },
  }
}

function serveSessions(client: Connection, options: TestServerOptions, execs: string[], children: Set<ChildProcess>) {
  let open = 0
  client.on('session', (accept, reject) => {
    if (open >= (options.maxSessions ?? 10)) return reject()
    open += 1
    const session = accept()
    session.on('close', () => (open -= 1))
    session.on('exec', (acceptExec, _reject, { command }) => {
      execs.push(command)
      const channel = acceptExec()
      if (options.onExec?.(channel, command, execs.length) === false) return
      const child = (options.spawnShell ?? runExec)(command)
      children.add(child)
      connectShell(channel, child)
      child.on('close', () => children.delete(child))
    })
  })
}

function runExec(exec: string): ChildProcess {
  return spawn('/bin/sh', ['-c', exec], { env: { ...process.env, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' } })
}

function connectShell(channel: ServerChannel, child: ChildProcess) {
  const { stdin, stdout, stderr } = child
  if (stdin === null || stdout === null || stderr === null) throw new Error('a test shell needs its three pipes')
  stdin.on('error', () => undefined) // the shell may end before it has read everything
  channel.pipe(stdin)
  stdout.pipe(channel, { end: false })
  stderr.pipe(channel.stderr, { end: false })
  // sshd closes its ends of the pipes when the channel goes: the shell's next line meets SIGPIPE.
  channel.on('close', () => {
    stdin.destroy()
    stdout.destroy()
    stderr.destroy()
  })
  child.on('close', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0)
    else channel.exit(signal.replace(/^SIG/, ''))
    channel.end()
  })
}

/** A server that answers TCP with `greet` and nothing else. */
export async function startTcpServer(
  greet: (socket: Socket) => void,
): Promise<{ port: number; received: () => string; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  let received = ''
  const tcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined) // clients leave as they like
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
    })
    greet(socket)
  })
  const port = await listen(tcp)
  return {
    port,
    received: () => received,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => tcp.close(resolve))
    },
  }
}

async function listen(server: TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port // a TCP server that listens has one
}
