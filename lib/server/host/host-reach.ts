import 'server-only'
import type { ErrorCode } from '@/lib/contract/errors'
import type { HostKey } from '@/lib/contract/hosts'
import type { StoredHost } from '../db/host'
import type { HostView, Reading } from './host-view'

export type HostTarget = { address: string; port: number }

/** The way to the hosts as routes and use cases see it; tests give their own. */
export type HostReach = {
  /** The key that the host offers, before any sign-in. Throws AppError host_unreachable, not_ssh, no_common_algorithm. */
  probe: (target: HostTarget, signal?: AbortSignal) => Promise<HostKey>
  /** Signs in once with exactly the pinned key and runs a command. Gives the key it met. Throws AppError saying why not. */
  check: (host: StoredHost, signal?: AbortSignal) => Promise<HostKey>
  /** Begins to watch a host, or goes on with new settings, or stops watching it. */
  watch: (host: StoredHost) => void
  forget: (hostId: string) => void
  /** Shows a host that cannot even be tried. watch() ends this. */
  refuse: (hostId: string, reason: { code: ErrorCode; message: string }) => void
  /** Null: not watched. */
  view: (hostId: string) => HostView | null
  /** Reads a host now. Throws AppError host_offline or what the reading failed with. */
  refresh: (hostId: string) => Promise<Reading>
  /** Ends every connection. */
  stop: () => Promise<void>
}
