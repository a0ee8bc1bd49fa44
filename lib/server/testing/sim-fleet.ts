/* Test support: simulated hosts in a fleet, without network and on a clock that tests turn, and what browsers are told of them. */
import { HOST_EVENTS } from '@/lib/contract/events'
import { createSseParser } from '@/lib/contract/sse-parser'
import { NetworkState } from '@/lib/core/model/network-state'
import { observeHost } from '@/lib/core/observe/observe-host'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { applyChange } from '@/lib/core/observe/state-patch'
import type { SimHost } from '@/lib/simhost/sim-host'
import type { HostRow } from '../db/host'
import { AppError } from '../errors'
import { collect } from '../host/collect'
import { FakeClock, settle } from '../host/testing/clock'
import { Fleet } from '../host/fleet'
import type { HostLink } from '../host/host-link'
import { Semaphore } from '../host/semaphore'
import { LiveFeeds } from '../live/live-feeds'
import type { Feed } from '../live/feed'
import type { CommandRunner } from '../ssh/shell'
import type { WatchHandlers } from '../ssh/watch-channel'

/** ssh2 gives a connection up after two keep-alives of 10 s without an answer. */
const KEEPALIVE_MS = 30_000
const CONNECT_MS = 10_000
const LOST = new AppError('host_unreachable', { message: 'The host does not answer.' })

/** A simulated host and the cable to it. */
export class SimPeer {
  readonly host: SimHost
  readonly #clock: FakeClock
  readonly #watches = new Map<string, WatchHandlers>()
  /** The packets that are on their way while the cable is cut: none arrives. */
  #isCut = false
  connects = 0

  constructor(host: SimHost, clock: FakeClock) {
    this.host = host
    this.#clock = clock
  }

  /** From now on every packet vanishes, in both directions, and nobody is told. */
  cut(): void {
    this.#isCut = true
    this.#watches.clear()
  }

  mend(): void {
    this.#isCut = false
  }

  /** Something is changed on the host; its event arrives unless the cable is cut. */
  async change(...argv: string[]): Promise<void> {
    this.host.run(argv)
    this.#watches.get('ip')?.onLine('7: eth0: <BROADCAST,MULTICAST,UP> mtu 1500')
    await settle()
  }

  readonly runner: CommandRunner = {
    run: (commands, onOutput = () => undefined) => {
      if (this.#isCut) return new Promise(() => undefined)
      const outputs = commands.map(({ argv, stdin = '' }) => ({
        ...this.host.run(argv, stdin),
        ...{ isTruncated: false, isTimedOut: false, durationMs: 1 },
      }))
      outputs.forEach((output, i) => onOutput(i, output))
      return Promise.resolve(outputs)
    },
  }

  open = (signal: AbortSignal): Promise<HostLink> => {
    this.connects += 1
    if (this.#isCut) return this.#noAnswer(signal)
    let ended: AppError | null = null
    const listeners: ((why: AppError) => void)[] = []
    const end = (why: AppError) => {
      if (ended !== null) return
      ended = why
      forget()
      breakOff(why)
      for (const listener of listeners) listener(why)
    }
    let breakOff: (why: AppError) => void = () => undefined
    const broken = new Promise<never>((_resolve, reject) => (breakOff = reject))
    broken.catch(() => undefined) // nobody may be running a command
    const forget = this.#keepAlive(() => end(LOST))
    const runner: CommandRunner = { run: (...args) => Promise.race([this.runner.run(...args), broken]) }
    return Promise.resolve({
      ...{ shell: runner, libvirtShell: runner, sshConnection: () => null, ended: () => ended },
      hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` },
      watch: (argvs, handlers) => {
        const tool = argvs[0]?.[0] ?? ''
        this.#watches.set(tool, handlers)
        handlers.onReady()
        return Promise.resolve(() => void this.#watches.delete(tool))
      },
      onEnd: (listener) => void listeners.push(listener),
      close: () => end(new AppError('host_unreachable', { message: 'closed by us' })),
    })
  }

  #noAnswer(signal: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      const cancel = this.#clock.after(CONNECT_MS, () => reject(LOST))
      signal.addEventListener('abort', () => {
        cancel()
        reject(LOST)
      })
    })
  }

  /** Looks every second, as if each were a packet: `onDead` once nothing came back for KEEPALIVE_MS. Gives what ends it. */
  #keepAlive(onDead: () => void): () => void {
    let heardAtMs = this.#clock.now()
    let cancel = () => undefined as void
    const look = () => {
      if (!this.#isCut) heardAtMs = this.#clock.now()
      if (this.#clock.now() - heardAtMs >= KEEPALIVE_MS) return onDead()
      cancel = this.#clock.after(1_000, look)
    }
    look()
    return () => cancel()
  }
}

/** What one browser has: a snapshot, then patches. */
class Follower {
  state: NetworkState | null = null
  /** Of the host's status, as they came. */
  readonly statuses: string[] = []
  chunks = 0
  bytes = 0
  readonly #parse = createSseParser()
  #eventId: string | null = null

  constructor(feed: Feed) {
    feed.subscribe({ send: (chunk) => this.#take(chunk), end: () => undefined })
    for (const chunk of feed.opening(null)) this.#take(chunk)
  }

  linkNames(): string[] {
    return this.state?.links.map(({ name }) => name) ?? []
  }

  #take(chunk: Uint8Array) {
    this.chunks += 1
    this.bytes += chunk.byteLength
    for (const { event, data, id } of this.#parse(new TextDecoder().decode(chunk))) {
      if (event === 'host') this.statuses.push(HOST_EVENTS.host.parse(JSON.parse(data)).status)
      if (event !== 'snapshot' && event !== 'patch') continue
      if (event === 'snapshot') this.state = HOST_EVENTS.snapshot.parse(JSON.parse(data)).state
      else {
        const { from, change } = HOST_EVENTS.patch.parse(JSON.parse(data))
        if (this.state === null || from !== this.#eventId)
          throw new Error(`a patch of ${from}, here is ${this.#eventId}`)
        this.state = applyChange(this.state, change)
      }
      this.#eventId = id
    }
  }
}

/** A fleet of hosts that have the fleet's clock, each connected and read once. */
export async function simFleet(make: (now: () => number) => readonly SimHost[]) {
  const clock = new FakeClock()
  const hosts = make(clock.now)
  const peers = new Map(hosts.map((host) => [host.name, new SimPeer(host, clock)]))
  const faults: unknown[] = []
  const fleet = new Fleet({
    ...{ clock, random: () => 0.5, connecting: new Semaphore(20) },
    resolveAuth: () => Promise.resolve({ kind: 'agent', socketPath: '/run/agent' }),
    openLink: ({ address }, signal) => peerOf(address).open(signal),
    onListenerError: (error) => faults.push(error),
  })
  const peerOf = (name: string): SimPeer => {
    const peer = peers.get(name)
    if (peer === undefined) throw new Error(`there is no host ${name}`)
    return peer
  }
  const rows = hosts.map(({ name }) => rowOf(name))
  const live = new LiveFeeds({ fleet, rows, clock, onError: (error) => faults.push(error) })
  fleet.start(rows.map(({ name }) => ({ ...SETTINGS, id: name, address: name })))
  await settle()
  return {
    ...{ clock, fleet, faults, peerOf },
    follow: (name: string) => new Follower(live.host(name)),
    /** What a reading gives that is made now, past the console. */
    fresh: async (name: string): Promise<NetworkState> => {
      const facts = await collect(peerOf(name).runner, READ_COMMANDS)
      // As it travels: with its members in the order of the schema.
      return NetworkState.parse(observeHost(facts, { readAtMs: clock.now(), sshConnection: null }))
    },
    stop: async () => {
      live.stop()
      await fleet.stop()
    },
  }
}

const SETTINGS = { port: 22, username: 'root', sudo: false, hostKeyFingerprint: `SHA256:${'A'.repeat(43)}` }

const rowOf = (name: string): HostRow => ({
  ...{ id: name, name, label: '', address: name, port: 22, username: 'root', sudo: false },
  ...{ hostKeyType: 'ssh-ed25519', hostKeyFingerprint: SETTINGS.hostKeyFingerprint },
  ...{ authKind: 'agent', sealedPrivateKey: null, sealedPassphrase: null, sealedPassword: null },
  ...{ createdAt: new Date(0), updatedAt: new Date(0) },
})
