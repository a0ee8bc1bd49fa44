import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import ssh2 from 'ssh2'
import type { AuthContext, Connection } from 'ssh2'
import type { Session } from '../machine/session'
import type { ServedHost } from '../served-host'
import { serveExec } from './exec'
import { keyPairOf } from './host-key'

// ssh2 is CommonJS whose names Node cannot see from outside: take them from its default export.
const { Server, utils } = ssh2

const MAX_SESSIONS = 10

/** sshd in front of one simulated host: passwords and keys, exec channels, MaxSessions 10. */
export class SimSshServer {
  readonly #sockets = new Set<Socket>()
  /** By address: the one the host was started with first, then the loopback addresses its links hold. */
  readonly #listeners = new Map<string, TcpServer>()
  #moving: Promise<void> = Promise.resolve()
  #isFrozen = false
  readonly #waiting = new Set<Socket>()
  #port = 0

  constructor(readonly host: ServedHost) {}

  get port(): number {
    return this.#port
  }

  get openConnections(): number {
    return this.#sockets.size
  }

  get fingerprint(): string {
    return keyPairOf(this.host.hostKeySeed).fingerprint
  }

  /** Listens; a port of 0 picks a free one, and a second start takes the same port again. */
  async start(port: number, address: string): Promise<void> {
    const tcp = await listen((socket) => this.#accept(socket), this.#port || port, address)
    this.#listeners.set(address, tcp)
    this.#port = (tcp.address() as AddressInfo).port // a listening TCP server has an AddressInfo
  }

  /** Beside the first address at just these. One that this machine does not have (macOS has 127.0.0.1 alone) is left out. */
  alsoListenAt(addresses: readonly string[]): Promise<void> {
    this.#moving = this.#moving.then(() => this.#listenAt(addresses))
    return this.#moving
  }

  async #listenAt(addresses: readonly string[]): Promise<void> {
    const [first, ...others] = this.#listeners.keys()
    for (const address of others) {
      if (addresses.includes(address)) continue
      this.#listeners.get(address)?.close()
      this.#listeners.delete(address)
    }
    for (const address of addresses) {
      if (first === undefined || this.#listeners.has(address)) continue
      const tcp = await listen((socket) => this.#accept(socket), this.#port, address).catch(() => null)
      if (tcp !== null) this.#listeners.set(address, tcp)
    }
  }

  /** Stops listening and breaks every connection off. */
  async stop(): Promise<void> {
    const listeners = [...this.#listeners.values()]
    this.#listeners.clear()
    this.dropConnections()
    await Promise.all(listeners.map((tcp) => new Promise((resolve) => tcp.close(resolve))))
  }

  dropConnections(): void {
    for (const socket of [...this.#sockets, ...this.#waiting]) socket.destroy()
    this.#waiting.clear()
  }

  /** Breaks off what no way leads to any more. */
  dropUnreachable(): void {
    for (const socket of this.#sockets) if (!this.host.isReachedAt(socket.localAddress ?? '')) socket.destroy()
  }

  /** As a cable that is pulled: connections stay open, nothing comes or goes, new ones hang. `thaw` goes on where it stopped. */
  freeze(): void {
    this.#isFrozen = true
    for (const socket of this.#sockets) {
      socket.pause()
      socket.cork()
    }
  }

  thaw(): void {
    this.#isFrozen = false
    for (const socket of this.#sockets) {
      socket.uncork()
      socket.resume()
    }
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const socket of waiting) if (!socket.destroyed) this.#accept(socket)
  }

  #accept(socket: Socket): void {
    if (this.#isFrozen) {
      this.#waiting.add(socket)
      socket.on('error', () => socket.destroy())
      return
    }
    if (!this.host.isReachedAt(socket.localAddress ?? '')) {
      socket.resetAndDestroy()
      return
    }
    // Without it every small reply waits for the other side's delayed ACK: 40 ms (see the console's own connection).
    socket.setNoDelay(true)
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket
    const address = this.host.addressBehind(localAddress)
    const connection = `${remoteAddress} ${remotePort} ${address ?? localAddress} ${address === null ? localPort : 22}`
    // One ssh2 Server per connection costs little and lets the host key change between two connections.
    const server = new Server(
      { hostKeys: [keyPairOf(this.host.hostKeySeed).privateKey], ident: 'OpenSSH_9.2p1 Debian-2+deb12u7' },
      (client) => this.#serve(client, connection),
    )
    server.injectSocket(socket)
  }

  #serve(client: Connection, sshConnection: string): void {
    let userName = ''
    let open = 0
    client.on('error', () => undefined) // a client that breaks off is every test's right
    client.on('authentication', (context) => {
      userName = context.username
      if (this.#mayEnter(context)) context.accept()
      else context.reject(['publickey', 'password'])
    })
    client.on('session', (accept, reject) => {
      if (open >= MAX_SESSIONS) {
        reject()
        return
      }
      open += 1
      const session = accept()
      session.on('close', () => (open -= 1))
      session.on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec()
        channel.on('error', () => undefined) // the channel's 'close' follows
        serveExec(this.host, this.#sessionOf(userName, sshConnection), command, channel)
      })
    })
  }

  #sessionOf(userName: string, sshConnection: string): Session {
    return { userName, isRoot: userName === 'root', isSudo: false, sshConnection }
  }

  #mayEnter(context: AuthContext): boolean {
    const { access } = this.host
    if (access.refusesAuth || !this.host.users.has(context.username)) return false
    if (context.method === 'password') return equalText(context.password, access.password)
    if (context.method !== 'publickey' || access.authorizedKey === null) return false
    const key = utils.parseKey(access.authorizedKey)
    if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false
    if (context.signature === undefined || context.blob === undefined) return true
    return key.verify(context.blob, context.signature, context.hashAlgo) === true
  }
}

const listen = (accept: (socket: Socket) => void, port: number, address: string): Promise<TcpServer> =>
  new Promise((resolve, reject) => {
    const tcp = createServer(accept)
    tcp.once('error', reject)
    tcp.listen(port, address, () => resolve(tcp))
  })

const equalText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
