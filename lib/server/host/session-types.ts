import type { ErrorCode } from '@/lib/contract/errors'
import type { WatchStatus } from '@/lib/contract/diagnostics'
import type { HostKey, HostStatus } from '@/lib/contract/hosts'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { RateSample } from '@/lib/core/rates/rate-log'
import type { WatchSpec } from '@/lib/core/observe/events'
import type { SshAuth } from '../ssh/auth'
import type { HostLink } from './host-link'
import type { HostSettings } from './settings'
import type { Semaphore } from './semaphore'
import type { Reading, StateReaderDeps } from './state-reader'

export type SessionDeps = StateReaderDeps & {
  /** Decrypts a host's credentials, each time a connection is made. */
  resolveAuth: (hostId: string) => Promise<SshAuth>
  openLink: (settings: HostSettings, signal: AbortSignal) => Promise<HostLink>
  /** Shared by all sessions: how many connect at a time. */
  connecting: Semaphore
  /** The event streams to follow. */
  watches: readonly WatchSpec[]
  /** 0 to 1. */
  random: () => number
  emit: (event: SessionEvent) => void
}

export type SessionEvent =
  | { kind: 'changed'; hostId: string; version: number; previous: NetworkState | null; next: NetworkState }
  | { kind: 'status'; hostId: string; snapshot: SessionSnapshot }
  /** After every reading, whether it found anything new or not. */
  | { kind: 'read'; hostId: string; reading: Reading }
  | { kind: 'rebooted'; hostId: string }
  /** Every two seconds while somebody looks. */
  | { kind: 'rates'; hostId: string; sample: RateSample }

/** Counters since the session began, for support and tests. */
export type SessionDiagnostics = {
  connects: number
  fullReads: number
  partialReads: number
  reboots: number
  /** Full readings that found what no event had told, although all watches were live. */
  missedChanges: number
  lastMissedAtMs: number | null
  /** Event streams of the present connection. */
  watches: WatchStatus[]
}

export type SessionSnapshot = {
  status: HostStatus
  /** Why it is not online; null when it is, and before the first try ended. */
  reason: { code: ErrorCode; message: string } | null
  /** When the next try begins, while offline; Unix milliseconds. */
  nextAttemptAtMs: number | null
  /** What a host offers instead of its pinned key. */
  offeredHostKey: HostKey | null
  /** The last good reading, kept while the host does not answer. */
  reading: Reading | null
  diagnostics: SessionDiagnostics
}
