import type { ServerChannel } from 'ssh2'
import type { Machine } from './machine/machine'
import type { Result } from './machine/result'
import type { Session } from './machine/session'

export type Access = {
  password: string
  /** An OpenSSH key whose public half may sign in; null: passwords only. */
  authorizedKey: string | null
  refusesAuth: boolean
}

/** What a command came to, and what its channel is to do about it. */
export type Outcome = { result: Result; delayMs: number; isHung: boolean; isStuck: boolean; isCut: boolean }

/** A simulated host as its SSH server sees it. */
export type ServedHost = {
  readonly machine: Machine
  readonly access: Access
  readonly users: ReadonlySet<string>
  /** Open event streams with the tools that run in each. */
  readonly watches: Map<ServerChannel, string[]>
  /** What the host's key is made of. */
  readonly hostKeySeed: string
  /** The address of the host that a connection to this local one reaches: 127.0.0.1 stands for the management address. */
  addressBehind: (local: string) => string | null
  /** Whether the management network still reaches the host there: the address is held, and its frames arrive in the right VLAN. */
  isReachedAt: (local: string) => boolean
  maySudo: (session: Session) => boolean
  /** A command as it comes over SSH: with this host's faults. */
  perform: (argv: readonly string[], stdin: string, session: Session, deadlineMs?: number) => Promise<Outcome>
  /** Why a watching command does not run: no such tool, its daemon stopped, no rights. Null: it runs. */
  refuseWatch: (argv: readonly string[], session: Session) => Result | null
  dropConnections: () => void
}
