import 'server-only'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { HostSummary } from '@/lib/core/model/host-summary'
import { summariseHost } from '@/lib/core/observe/summary'
import { buildGraph } from '@/lib/core/topology/build'
import type { Graph } from '@/lib/core/topology/graph'
import type { Host, HostKey, HostStatus } from '@/lib/contract/hosts'
import type { ErrorCode } from '@/lib/contract/errors'
import type { HostRow } from '../db/host'
import { AppError } from '../errors'

/** One complete reading. `version` grows by one with each reading that differs. */
export type Reading = { version: number; readAt: Date; state: NetworkState }

/** What the fleet knows of a host now. */
export type HostView = {
  status: HostStatus
  statusReason: { code: ErrorCode; message: string } | null
  nextAttemptAt: Date | null
  offeredHostKey: HostKey | null
  reading: Reading | null
}

type Derived = { graph: Graph; summary: HostSummary }
/** Graph and counts of a state, made once however often it is asked for; gone with the state. */
const derived = new WeakMap<NetworkState, Derived>()

export function deriveFrom(state: NetworkState): Derived {
  const known = derived.get(state)
  if (known) return known
  const graph = buildGraph(state)
  const made = { graph, summary: summariseHost(state, graph) }
  derived.set(state, made)
  return made
}

/** The last reading, also while the host does not answer. Throws AppError no_reading_yet. */
export function requireReading({ reading, statusReason }: HostView): Reading {
  if (reading) return reading
  throw new AppError('no_reading_yet', {
    message: statusReason
      ? `The host has not been read yet: ${statusReason.message}`
      : 'The host has not been read yet: the first reading is on its way.',
    details: { reason: statusReason },
  })
}

/** A host for the API: no column of the row leaves but those named here. */
export function toHostDto(row: HostRow, view: HostView): Host {
  const { id, name, label, address, port, username, sudo, authKind } = row
  return {
    ...{ id, name, label, address, port, username, sudo, authKind },
    hostKey: { type: row.hostKeyType, fingerprint: row.hostKeyFingerprint },
    status: view.status,
    statusReason: view.statusReason,
    lastReadAt: view.reading?.readAt.toISOString() ?? null,
    nextAttemptAt: view.nextAttemptAt?.toISOString() ?? null,
    offeredHostKey: view.offeredHostKey,
    summary: view.reading ? deriveFrom(view.reading.state).summary : null,
    createdAt: row.createdAt.toISOString(),
  }
}
