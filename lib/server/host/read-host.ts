import 'server-only'
import type { Host, HostStatus } from '@/lib/contract/hosts'
import type { HostRow } from '../db/host'
import { findHost, listHosts } from '../db/host'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { HostView, Reading } from './host-view'
import { requireReading, toHostDto } from './host-view'

type Deps = Pick<Runtime, 'db' | 'reach'>

/** What a host is before its session has begun. */
const STARTING: HostView = {
  status: 'connecting',
  statusReason: null,
  nextAttemptAt: null,
  offeredHostKey: null,
  reading: null,
}

/** The row. Throws AppError not_found. */
export async function requireHost(db: Deps['db'], id: string): Promise<HostRow> {
  const row = await findHost(db, id)
  if (row) return row
  throw new AppError('not_found', { message: 'There is no host with this id: it may have been removed.' })
}

/** A row and what the fleet knows of it, for the API. */
export const toCurrentDto = ({ reach }: Pick<Deps, 'reach'>, row: HostRow): Host =>
  toHostDto(row, reach.view(row.id) ?? STARTING)

export async function listHostDtos(deps: Deps): Promise<Host[]> {
  return (await listHosts(deps.db)).map((row) => toCurrentDto(deps, row))
}

/** Throws AppError not_found. */
export async function readHostDto(deps: Deps, id: string): Promise<Host> {
  return toCurrentDto(deps, await requireHost(deps.db, id))
}

/** The last reading with the host's status now. Throws AppError not_found, no_reading_yet. */
export async function readHost({ db, reach }: Deps, id: string): Promise<Reading & { status: HostStatus }> {
  await requireHost(db, id)
  const view = reach.view(id) ?? STARTING
  return { ...requireReading(view), status: view.status }
}

/** Reads the host now. Throws AppError not_found, or why it could not be read. */
export async function refreshHost({ db, reach }: Deps, id: string): Promise<Reading> {
  await requireHost(db, id)
  return reach.refresh(id)
}
