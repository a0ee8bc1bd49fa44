import 'server-only'
import type { CreateHostRequest, Host, HostKey, UpdateHostRequest } from '@/lib/contract/hosts'
import type { Origin } from '../auth/actor'
import { newId } from '../crypto/random'
import type { HostRow, StoredHost } from '../db/host'
import { deleteHost, insertHost, openHost, refuseTakenName, replaceHost } from '../db/host'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { HostTarget } from './host-reach'
import { requireHost, toCurrentDto } from './read-host'

type Deps = Pick<Runtime, 'db' | 'audit' | 'sealer' | 'reach' | 'now'>

const toTarget = ({ address, port }: HostTarget) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** The host's key, which a person then compares. Throws AppError host_unreachable, not_ssh, no_common_algorithm. */
export async function probeHost(
  { audit, reach }: Pick<Deps, 'audit' | 'reach'>,
  target: HostTarget,
  origin: Origin,
  signal: AbortSignal,
): Promise<HostKey> {
  const event = { ...origin, action: 'host.probe', target: toTarget(target) } as const
  try {
    const hostKey = await reach.probe(target, signal)
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
  const { db, audit, sealer, reach, now } = deps
  await refuseTakenName(db, request.name)
  const { hostKeyFingerprint, ...rest } = request
  const wanted: StoredHost = { id: newId(), ...rest, hostKey: { type: 'unknown', fingerprint: hostKeyFingerprint } }
  const host = await checked(deps, wanted, { ...origin, action: 'host.create-failed' }, signal)
  const row = await insertHost(db, sealer, host, now())
  await audit.append({ ...origin, action: 'host.accept-key', target: `host:${host.name}`, detail: host.hostKey })
  await audit.append({ ...origin, action: 'host.create', target: `host:${host.name}`, detail: toDetail(host) })
  reach.watch(host)
  return toCurrentDto(deps, row)
}

/**
 * Changes a host. What touches the connection is tried before it is stored; a name or a label is not a reason to connect.
 * Throws AppError not_found, name_taken, host_key_mismatch, or why the sign-in failed.
 */
export async function changeHost(
  deps: Deps,
  id: string,
  request: UpdateHostRequest,
  origin: Origin,
  signal: AbortSignal,
): Promise<Host> {
  const { db, audit, sealer, reach, now } = deps
  const before = await requireHost(db, id)
  if (request.name !== undefined) await refuseTakenName(db, request.name, id)
  const stored = openHost(sealer, request.auth ? withoutAuth(before) : before)
  const { hostKeyFingerprint, ...rest } = request
  const hasNewKey = hostKeyFingerprint !== undefined && hostKeyFingerprint !== stored.hostKey.fingerprint
  const wanted: StoredHost = {
    ...stored,
    ...definedOnly(rest),
    hostKey: hasNewKey ? { type: 'unknown', fingerprint: hostKeyFingerprint } : stored.hostKey,
  }
  const touchesConnection = hasNewKey || request.auth !== undefined || connectionOf(wanted) !== connectionOf(stored)
  const host = touchesConnection
    ? await checked(deps, wanted, { ...origin, action: 'host.update-failed' }, signal)
    : wanted
  const row = await replaceHost(db, sealer, host, now())
  const target = `host:${host.name}`
  if (hasNewKey) {
    const detail = { ...host.hostKey, replaces: stored.hostKey.fingerprint }
    await audit.append({ ...origin, action: 'host.accept-key', target, detail })
  }
  await audit.append({
    ...origin,
    action: 'host.update',
    target,
    detail: { ...toDetail(host), previousName: before.name, areCredentialsNew: request.auth !== undefined },
  })
  if (touchesConnection) reach.watch(host)
  return toCurrentDto(deps, row)
}

/** Forgets a host, its credentials and its readings; the host itself is not touched. Throws AppError not_found. */
export async function removeHost({ db, audit, reach }: Deps, id: string, origin: Origin): Promise<void> {
  const row = await requireHost(db, id)
  await deleteHost(db, id)
  reach.forget(id)
  await audit.append({ ...origin, action: 'host.delete', target: `host:${row.name}`, detail: { address: row.address } })
}

/** The host with the key type it really has; a failure is audited and says which field it is about. */
async function checked(
  { audit, reach }: Deps,
  host: StoredHost,
  event: Origin & { action: 'host.create-failed' | 'host.update-failed' },
  signal: AbortSignal,
): Promise<StoredHost> {
  try {
    return { ...host, hostKey: await reach.check(host, signal) }
  } catch (error) {
    await audit.append({
      ...event,
      target: `host:${host.name}`,
      detail: { ...toDetail(host), failedWith: codeOf(error) },
    })
    throw withField(error)
  }
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

const connectionOf = ({ address, port, username, sudo }: StoredHost) => JSON.stringify([address, port, username, sudo])

const toDetail = ({ address, port, username, sudo, label, auth, hostKey }: StoredHost) => ({
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
