import 'server-only'
import { WATCHES } from '@/lib/core/observe/events'
import { observeHost } from '@/lib/core/observe/observe-host'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import type { SshAuth } from '../ssh/auth'
import { systemClock } from './clock'
import { openHostLink } from './host-link'
import type { SessionDeps, SessionEvent } from './session-types'
import { HostSession } from './session'
import type { FleetHost } from './settings'
import { Semaphore } from './semaphore'

/** Handshakes at a time. More: sign-ins queue in our one thread and time out; fewer: a big fleet takes long to come up. */
const PARALLEL_CONNECTS = 20

export type FleetOptions = {
  /** Decrypts a host's credentials. Throws AppError where they cannot be read. */
  resolveAuth: (hostId: string) => Promise<SshAuth>
  /** A listener threw: that is a fault of ours, and no reason to stop watching hosts. */
  onListenerError: (error: unknown) => void
} & Partial<Omit<SessionDeps, 'resolveAuth' | 'emit'>>

export type FleetListener = (event: SessionEvent) => void

/** All hosts that are watched: one session each. */
export class Fleet {
  readonly #sessions = new Map<string, HostSession>()
  readonly #listeners = new Set<FleetListener>()
  readonly #deps: SessionDeps

  constructor({ onListenerError, ...options }: FleetOptions) {
    this.#deps = {
      clock: systemClock,
      random: Math.random,
      connecting: new Semaphore(PARALLEL_CONNECTS),
      commands: READ_COMMANDS,
      watches: WATCHES,
      observe: observeHost,
      openLink: (settings, signal) => openHostLink(settings, 'host_key_changed', signal),
      ...options,
      emit: (event) => {
        for (const listener of this.#listeners) {
          try {
            listener(event)
          } catch (error) {
            onListenerError(error)
          }
        }
      },
    }
  }

  start(hosts: readonly FleetHost[]): void {
    for (const host of hosts) this.add(host)
  }

  /** Watches one more host; one with the same id gets these settings instead. */
  add(host: FleetHost): HostSession {
    const known = this.#sessions.get(host.id)
    if (known) {
      known.update(host)
      return known
    }
    const session = new HostSession(host, this.#deps)
    this.#sessions.set(host.id, session)
    session.start()
    return session
  }

  /** Connects anew with these settings, and with what resolveAuth gives by then. Unknown ids are added. */
  update(host: FleetHost): void {
    this.add(host)
  }

  /** Forgets a host. Resolves when its connection is closed. */
  async remove(hostId: string): Promise<void> {
    const session = this.#sessions.get(hostId)
    this.#sessions.delete(hostId)
    await session?.stop()
  }

  get(hostId: string): HostSession | null {
    return this.#sessions.get(hostId) ?? null
  }

  sessions(): HostSession[] {
    return [...this.#sessions.values()]
  }

  /** Every event of every host, from now on. Gives what ends that. */
  subscribe(listener: FleetListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Closes all connections at once, waiting for no command. */
  async stop(): Promise<void> {
    const sessions = this.sessions()
    this.#sessions.clear()
    await Promise.all(sessions.map((session) => session.stop()))
    this.#listeners.clear()
  }
}
