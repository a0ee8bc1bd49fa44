import 'server-only'
import { runLint } from '@/lib/core/lint/run-lint'
import type { HostSummary } from '@/lib/core/model/host-summary'
import type { NetworkState } from '@/lib/core/model/network-state'
import { summariseHost } from '@/lib/core/observe/summary'
import { buildGraph } from '@/lib/core/topology/build'
import type { Graph } from '@/lib/core/topology/graph/graph'
import type { Host, HostNote } from '@/lib/contract/hosts'
import type { HostRow } from '../db/host'
import { AppError } from '../errors'
import type { SessionSnapshot } from './session-types'
import type { Reading } from './state-reader'

/** What is known of a host now, as far as the API shows it. */
export type HostView = Omit<SessionSnapshot, 'diagnostics'>

/** A host before its session has begun. */
export const STARTING: HostView = {
  status: 'connecting',
  reason: null,
  nextAttemptAtMs: null,
  offeredHostKey: null,
  reading: null,
}

type Derived = { graph: Graph; summary: HostSummary }
/** Graph and counts of a state, made once however often they are asked for; gone with the state. */
const derived = new WeakMap<NetworkState, Derived>()

export function deriveFrom(state: NetworkState): Derived {
  const known = derived.get(state)
  if (known) return known
  const graph = buildGraph(state)
  const made = { graph, summary: summariseHost(state, graph, runLint(state)) }
  derived.set(state, made)
  return made
}

/** The last reading, also while the host does not answer. Throws AppError no_reading_yet. */
export function requireReading({ reading, reason }: HostView): Reading {
  if (reading) return reading
  throw new AppError('no_reading_yet', {
    message: reason
      ? `The host has not been read yet: ${reason.message}`
      : 'The host has not been read yet: the first reading is on its way.',
    details: { reason },
  })
}

/** The age of a reading is that of its oldest facts: the last time everything was read. */
export const readAtOf = ({ fullReadAtMs }: Reading): string => isoOf(fullReadAtMs)

export const isoOf = (unixMs: number) => new Date(unixMs).toISOString()

/** A host for the API: no column of the row leaves but those named here. */
export function toHostDto(row: HostRow, view: HostView, notes: HostNote[]): Host {
  const { id, name, label, address, port, username, sudo, authKind } = row
  return {
    ...{ id, name, label, address, port, username, sudo, authKind },
    hostKey: { type: row.hostKeyType, fingerprint: row.hostKeyFingerprint },
    status: view.status,
    statusReason: view.reason,
    lastReadAt: view.reading && readAtOf(view.reading),
    nextAttemptAt: view.nextAttemptAtMs === null ? null : isoOf(view.nextAttemptAtMs),
    offeredHostKey: view.offeredHostKey,
    notes,
    summary: view.reading && deriveFrom(view.reading.state).summary,
    createdAt: row.createdAt.toISOString(),
  }
}
