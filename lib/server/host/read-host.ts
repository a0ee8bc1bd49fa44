import 'server-only'
import type { HostDiagnosticsResponse } from '@/lib/contract/diagnostics'
import type { Host, HostStatus } from '@/lib/contract/hosts'
import type { HostRow } from '../db/host'
import { findHost, listHosts } from '../db/host'
import { AppError } from '../errors'
import type { Services } from '../services'
import type { HostView } from './host-view'
import { notesOf } from './host-notes'
import { isoOf, requireReading, STARTING, toHostDto } from './host-view'
import type { SessionDiagnostics } from './session-types'
import type { FreshReading, Reading } from './state-reader'

type Deps = Pick<Services, 'db' | 'fleet'>

const viewOf = ({ fleet }: Pick<Deps, 'fleet'>, id: string): HostView => fleet.get(id)?.snapshot() ?? STARTING

/** The row. Throws AppError not_found. */
export async function requireHost({ db }: Pick<Deps, 'db'>, id: string): Promise<HostRow> {
  const row = await findHost(db, id)
  if (row) return row
  throw new AppError('not_found', { message: 'There is no host with this id: it may have been removed.' })
}

const toDto = (deps: Pick<Deps, 'fleet'>, row: HostRow, all: readonly HostRow[]): Host =>
  toHostDto(row, viewOf(deps, row.id), notesOf(deps.fleet, row.id, all))

/** A row and what the fleet knows of it, for the API. */
export const toCurrentDto = async (deps: Deps, row: HostRow): Promise<Host> =>
  toDto(deps, row, await listHosts(deps.db))

export async function listHostDtos(deps: Deps): Promise<Host[]> {
  const rows = await listHosts(deps.db)
  return rows.map((row) => toDto(deps, row, rows))
}

/** Throws AppError not_found. */
export async function readHostDto(deps: Deps, id: string): Promise<Host> {
  return toCurrentDto(deps, await requireHost(deps, id))
}

/** The last reading with the host's status now. Throws AppError not_found, no_reading_yet. */
export async function readHost(deps: Deps, id: string): Promise<{ reading: Reading; status: HostStatus }> {
  await requireHost(deps, id)
  const view = viewOf(deps, id)
  return { reading: requireReading(view), status: view.status }
}

const NOT_FOLLOWED: SessionDiagnostics = {
  ...{ connects: 0, reboots: 0, fullReads: 0, partialReads: 0, missedChanges: 0, lastMissedAtMs: null },
  watches: [],
}

/** How the host has been followed. Throws AppError not_found. */
export async function readDiagnostics(deps: Deps, id: string): Promise<HostDiagnosticsResponse> {
  await requireHost(deps, id)
  const { lastMissedAtMs, ...rest } = deps.fleet.get(id)?.snapshot().diagnostics ?? NOT_FOLLOWED
  return { ...rest, lastMissedAt: lastMissedAtMs === null ? null : isoOf(lastMissedAtMs) }
}

/** Reads the host now; offline or refused, tries to connect at once. Throws AppError not_found, or why it could not be read. */
export async function refreshHost(deps: Deps, id: string): Promise<FreshReading> {
  await requireHost(deps, id)
  const session = deps.fleet.get(id)
  if (!session) throw new AppError('host_offline', { message: 'This host is no longer watched.' })
  return session.refresh()
}
