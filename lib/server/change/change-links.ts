import 'server-only'
import { findHost } from '../db/host'
import { AppError } from '../errors'
import type { Clock } from '../host/clock'
import type { HostLink } from '../host/host-link'
import type { HostSettings } from '../host/settings'
import { authResolver, toFleetHost } from '../host/stored-settings'
import type { Services } from '../services'
import type { ChangeDeps } from './change-types'

export type LinkDeps = Pick<Services, 'db' | 'sealer' | 'env'> & {
  openLink: (settings: HostSettings, signal: AbortSignal) => Promise<HostLink>
  clock: Clock
}

/**
 * The connections and the time of changes under way: brand-new connections with the host's pinned key, never the shared one.
 * When the console stops, all end at once and no time passes any more: what was under way goes on at the next start.
 */
export class ChangeLinks {
  readonly #deps: LinkDeps
  readonly #open = new Set<HostLink>()
  readonly #timers = new Set<() => void>()
  #isStopped = false

  constructor(deps: LinkDeps) {
    this.#deps = deps
  }

  readonly clock: Clock = {
    now: () => this.#deps.clock.now(),
    after: (ms, act) => {
      if (this.#isStopped) return () => undefined
      const forget = this.#deps.clock.after(ms, () => {
        this.#timers.delete(cancel)
        act()
      })
      const cancel = () => {
        this.#timers.delete(cancel)
        forget()
      }
      this.#timers.add(cancel)
      return cancel
    },
  }

  /** How one host is reached, at its stored address or at another. */
  connectorOf(hostId: string): ChangeDeps['connect'] {
    const { db, sealer, env, openLink } = this.#deps
    const resolveAuth = authResolver(db, sealer, env)
    return async ({ address, signal }) => {
      const row = await findHost(db, hostId)
      if (!row) throw new AppError('not_found', { message: 'The host was removed.' })
      if (this.#isStopped) throw new AppError('host_offline', { message: 'The console is stopping.' })
      const host = toFleetHost(row)
      const link = await openLink(
        { ...host, address: address ?? host.address, auth: await resolveAuth(hostId) },
        signal,
      )
      this.#open.add(link)
      link.onEnd(() => this.#open.delete(link))
      return link
    }
  }

  stop(): void {
    this.#isStopped = true
    for (const cancel of [...this.#timers]) cancel()
    for (const link of [...this.#open]) link.close()
  }
}
