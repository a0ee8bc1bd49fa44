import 'server-only'
import type { CreateHostRequest, Host, HostKey, ProbeRequest, UpdateHostRequest } from '@/lib/contract/hosts'
import type { Origin } from '../auth/actor'
import { newId } from '../crypto/random'
import { forgetDesired } from '../db/desired'
import type { HostRow, StoredHost } from '../db/host'
import { deleteHost, insertHost, openHost, refuseTakenName, replaceHost } from '../db/host'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { Services } from '../services'
import { requireHost, toCurrentDto } from './read-host'
import { toFleetHost, toSettings } from './stored-settings'

type Deps = Pick<Services, 'db' | 'audit' | 'sealer' | 'fleet' | 'live' | 'checkHost' | 'env' | 'now'>

/** A host whose key is known by its fingerprint alone, until the host has shown it. */
type UncheckedHost = Omit<StoredHost, 'hostKey'> & { hostKey: { type: string | null; fingerprint: string } }

const toTarget = ({ address, port }: ProbeRequest) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** The host's key, which a person then compares. Throws AppError host_unreachable, not_ssh, no_common_algorithm. */
export async function probe(
  { audit, probeHost }: Pick<Services, 'audit' | 'probeHost'>,
  target: ProbeRequest,
  origin: Origin,
): Promise<HostKey> {
  const event = { ...origin, action: 'host.probe', target: toTarget(target) } as const
  try {
    const { hostKey } = await probeHost(target)
    await audit.append({ ...event, detail: { fingerprint: hostKey.fingerprint } })
    return hostKey
  } catch (error) {
    await audit.append({ ...event, detail: { failedWith: codeOf(error) } })
    throw error
  }
}

/**
 * Adds a host after signing in to it once, with exactly the key that a person accepted. A host that fails is not stored.
 * Throws AppError name_taken, host_key_mismatch, or why the sign-in failed.
 */
export async function addHost(
  deps: Deps,
  request: CreateHostRequest,
  origin: Origin,
  signal: AbortSignal,
): Promise<Host> {
  const { db, audit, sealer, fleet, live, now } = deps
  await refuseTakenName(db, request.name)
  const { hostKeyFingerprint, ...rest } = request
  const wanted = { id: newId(), ...rest, hostKey: { type: null, fingerprint: hostKeyFingerprint } }
  const host = await checked(deps, wanted, { ...origin, action: 'host.create-failed' }, signal)
  const target = `host:${host.name}`
  const row = await audit.commit(async (tx, note) => {
    note({ ...origin, action: 'host.accept-key', target, detail: host.hostKey })
    note({ ...origin, action: 'host.create', target, detail: toDetail(host) })
    return insertHost(tx, sealer, host, now())
  })
  fleet.add(toFleetHost(row))
  live.noteStored(row)
  return toCurrentDto(deps, row)
}

/**
 * Changes a host. What touches the connection is tried before it is stored; a name or a label is not a reason to connect.
 * Throws AppError not_found, name_taken, credentials_required, changed_meanwhile, host_locked (the connection of a host that is
 * being changed), host_key_mismatch, or why the sign-in failed.
 */
export async function changeHost(
  deps: Deps & Pick<Runtime, 'changes'>,
  id: string,
  request: UpdateHostRequest,
  origin: Origin,
  signal: AbortSignal,
): Promise<Host> {
  const { db, audit, sealer, fleet, live, changes, now } = deps
  const before = await requireHost(deps, id)
  if (request.name !== undefined) await refuseTakenName(db, request.name, id)
  if (request.auth === undefined) refuseStoredSecret(before, request)
  const stored = openHost(sealer, request.auth ? withoutAuth(before) : before)
  const { hostKeyFingerprint, ...rest } = request
  const hasNewKey = hostKeyFingerprint !== undefined && hostKeyFingerprint !== stored.hostKey.fingerprint
  const wanted = {
    ...stored,
    ...definedOnly(rest),
    hostKey: hasNewKey ? { type: null, fingerprint: hostKeyFingerprint } : stored.hostKey,
  }
  const touchesConnection = hasNewKey || request.auth !== undefined || connectionOf(wanted) !== connectionOf(stored)
  if (touchesConnection) changes.underWay.requireFree(id, before.name)
  const host = touchesConnection
    ? await checked(deps, wanted, { ...origin, action: 'host.update-failed' }, signal)
    : { ...wanted, hostKey: stored.hostKey }
  const target = `host:${host.name}`
  const accepted = { ...host.hostKey, replaces: stored.hostKey.fingerprint }
  const detail = { ...toDetail(host), previousName: before.name, areCredentialsNew: request.auth !== undefined }
  const row = await audit.commit(async (tx, note) => {
    // A change may have begun while it was checked; one that begins now reads the host after this.
    if (touchesConnection) changes.underWay.requireFree(id, before.name)
    if (hasNewKey) note({ ...origin, action: 'host.accept-key', target, detail: accepted })
    note({ ...origin, action: 'host.update', target, detail })
    return replaceHost(tx, sealer, before, host, now())
  })
  if (touchesConnection) fleet.update(toFleetHost(row))
  live.noteStored(row)
  return toCurrentDto(deps, row)
}

/**
 * Forgets a host, its credentials and its readings; the host itself is not touched. Throws AppError not_found, and host_locked
 * while it is being changed.
 */
export async function removeHost(
  deps: Pick<Runtime, 'db' | 'audit' | 'fleet' | 'live' | 'changes' | 'desired'>,
  id: string,
  origin: Origin,
): Promise<void> {
  const { audit, fleet, live, changes, desired } = deps
  const row = await requireHost(deps, id)
  changes.underWay.requireFree(id, row.name)
  await audit.commit(async (tx, note) => {
    // Of two that come at once, one finds it gone.
    if (!(await deleteHost(tx, id))) throw new AppError('not_found', { message: 'The host was removed meanwhile.' })
    await forgetDesired(tx, id)
    note({ ...origin, action: 'host.delete', target: `host:${row.name}`, detail: { address: row.address } })
  })
  desired.forget(id)
  live.noteRemoved(id)
  await fleet.remove(id)
}

/** The host with the key type it really has; a failure is audited and says which field it is about. */
async function checked(
  { audit, checkHost, env }: Deps,
  host: UncheckedHost,
  event: Origin & { action: 'host.create-failed' | 'host.update-failed' },
  signal: AbortSignal,
): Promise<StoredHost> {
  try {
    const { fingerprint, type } = host.hostKey
    const { hostKey } = await checkHost(toSettings(host, fingerprint, type, env), { signal })
    return { ...host, hostKey }
  } catch (error) {
    await audit.append({
      ...event,
      target: `host:${host.name}`,
      detail: { ...toDetail(host), failedWith: codeOf(error) },
    })
    throw withField(error)
  }
}

/**
 * A stored secret was entered for one user of one host with one key, and goes to no other: whoever may edit a host, or holds
 * the session of somebody who may, would have it sent to a machine of their own. Throws AppError credentials_required.
 */
function refuseStoredSecret(row: HostRow, request: UpdateHostRequest): void {
  const parts = [
    ['address', 'address', row.address],
    ['port', 'port', row.port],
    ['username', 'user', row.username],
    ['hostKeyFingerprint', 'host key', row.hostKeyFingerprint],
  ] as const
  const changed = parts.filter(([key, , now]) => request[key] !== undefined && request[key] !== now)
  if (changed.length === 0) return
  throw new AppError('credentials_required', {
    message: `The stored credentials are for ${row.username} at ${toTarget(row)} with the pinned host key, and another ${changed.map(([, word]) => word).join(', ')} is wanted: give the credentials again, in \`auth\`.`,
    details: { changed: changed.map(([key]) => key) },
  })
}

const FIELD_OF: Partial<Record<AppError['code'], string>> = {
  bad_private_key: 'auth.privateKey',
  passphrase_required: 'auth.passphrase',
  passphrase_wrong: 'auth.passphrase',
}

/** So that a form shows the message where the mistake is. */
function withField(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const path = FIELD_OF[error.code]
  if (path === undefined) return error
  const { message, details } = error
  return new AppError(error.code, { message, details: { ...details, fields: [{ path, message }] }, cause: error })
}

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'internal')

const connectionOf = ({ address, port, username, sudo }: UncheckedHost) =>
  JSON.stringify([address, port, username, sudo])

const toDetail = ({ address, port, username, sudo, label, auth, hostKey }: UncheckedHost) => ({
  ...{ address, port, username, sudo, label, fingerprint: hostKey.fingerprint },
  authKind: auth.kind,
})

/** Credentials that are replaced need not be opened: they may be sealed with a key that is lost. */
const withoutAuth = (row: HostRow): HostRow => ({ ...row, authKind: 'agent' })

/** Zod's partial() lets a key through as undefined; spread over a host, that would erase the value. */
function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Entries without undefined are exactly that type.
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never
}
