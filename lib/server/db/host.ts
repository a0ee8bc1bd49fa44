import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { HostAuth, HostKey } from '@/lib/contract/hosts'
import type { Sealer } from '../crypto/seal'
import { AppError } from '../errors'
import type { Tx } from './client'
import { isUniqueViolation } from './client'
import type { Host as HostRow } from './generated/client'

export type { HostRow }

/** A host as the console works with it: the row, with its credentials opened. Never leaves lib/server. */
export type StoredHost = {
  id: string
  name: string
  label: string
  address: string
  port: number
  username: string
  sudo: boolean
  hostKey: HostKey
  auth: HostAuth
}

export async function listHosts(db: Tx): Promise<HostRow[]> {
  return db.host.findMany({ orderBy: { name: 'asc' } })
}

export async function findHost(db: Tx, id: string): Promise<HostRow | null> {
  return db.host.findUnique({ where: { id } })
}

/** Throws AppError name_taken where another host than `exceptId` has this name. */
export async function refuseTakenName(db: Tx, name: string, exceptId: string | null = null): Promise<void> {
  const other = await db.host.findUnique({ where: { name }, select: { id: true } })
  if (other && other.id !== exceptId) throw nameTaken(name)
}

/** Throws AppError name_taken. */
export async function insertHost(db: Tx, sealer: Sealer, host: StoredHost, now: Date): Promise<HostRow> {
  return refusingTakenName(host.name, () =>
    db.host.create({ data: { ...toColumns(sealer, host), id: host.id, createdAt: now, updatedAt: now } }),
  )
}

/**
 * Writes all columns of a host of which `before` was read. Throws AppError name_taken, not_found, changed_meanwhile: what somebody
 * else wrote since, a new secret for one, would be undone.
 */
export async function replaceHost(
  tx: Tx,
  sealer: Sealer,
  before: HostRow,
  host: StoredHost,
  now: Date,
): Promise<HostRow> {
  const current = await findHost(tx, before.id)
  if (!current) throw new AppError('not_found', { message: 'The host was removed meanwhile.' })
  if (!isDeepStrictEqual(current, before))
    throw new AppError('changed_meanwhile', {
      message: `${before.name} was changed while this was being tried, and is left as it is now: look at it, and change it again where that is still right.`,
    })
  const data = { ...toColumns(sealer, host), updatedAt: now }
  return refusingTakenName(host.name, () => tx.host.update({ where: { id: before.id }, data }))
}

/** The host is reached elsewhere from now on; null: it was removed, or is not reached at `from` any more. */
export async function moveHost(
  db: Tx,
  id: string,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<HostRow | null> {
  const data = { address: to, updatedAt: now }
  const [row] = await db.host.updateManyAndReturn({ where: { id, address: from }, data })
  return row ?? null
}

/** Whether there was such a host. */
export async function deleteHost(db: Tx, id: string): Promise<boolean> {
  const { count } = await db.host.deleteMany({ where: { id } })
  return count > 0
}

/** Opens the credentials. Throws AppError credentials_unreadable. */
export function openHost(sealer: Sealer, row: HostRow): StoredHost {
  const { id, name, label, address, port, username, sudo } = row
  const hostKey = { type: row.hostKeyType, fingerprint: row.hostKeyFingerprint }
  return { id, name, label, address, port, username, sudo, hostKey, auth: openAuth(sealer, row) }
}

function openAuth(sealer: Sealer, row: HostRow): HostAuth {
  const open = (field: string, sealed: string | null) =>
    sealed === null ? '' : sealer.unseal(sealed, { hostId: row.id, field })
  switch (row.authKind) {
    case 'agent':
      return { kind: 'agent' }
    case 'password':
      return { kind: 'password', password: open('password', row.sealedPassword) }
    case 'privateKey': {
      const privateKey = open('privateKey', row.sealedPrivateKey)
      const passphrase = row.sealedPassphrase === null ? undefined : open('passphrase', row.sealedPassphrase)
      return { kind: 'privateKey', privateKey, ...(passphrase === undefined ? {} : { passphrase }) }
    }
  }
}

function toColumns(sealer: Sealer, { id, auth, hostKey, name, label, address, port, username, sudo }: StoredHost) {
  const seal = (field: string, text: string | undefined) =>
    text === undefined ? null : sealer.seal(text, { hostId: id, field })
  return {
    ...{ name, label, address, port, username, sudo },
    hostKeyType: hostKey.type,
    hostKeyFingerprint: hostKey.fingerprint,
    authKind: auth.kind,
    sealedPrivateKey: seal('privateKey', auth.kind === 'privateKey' ? auth.privateKey : undefined),
    sealedPassphrase: seal('passphrase', auth.kind === 'privateKey' ? auth.passphrase : undefined),
    sealedPassword: seal('password', auth.kind === 'password' ? auth.password : undefined),
  }
}

async function refusingTakenName<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name) : error
  }
}

const nameTaken = (name: string) =>
  new AppError('name_taken', { message: `There is a host named ${name} already: choose another name.` })
