import 'server-only'
import type { HostAuth } from '@/lib/contract/hosts'
import type { Sealer } from '../crypto/seal'
import type { Db } from '../db/client'
import type { HostRow, StoredHost } from '../db/host'
import { findHost, openHost } from '../db/host'
import type { Env } from '../env'
import { AppError } from '../errors'
import type { SshAuth } from '../ssh/auth'
import type { FleetHost, HostSettings } from './settings'

type AgentEnv = Pick<Env, 'sshAgentSocket'>

/** A row as the fleet knows a host: without credentials, which it asks for when it connects. */
export const toFleetHost = (row: HostRow): FleetHost => {
  const { id, address, port, username, sudo, hostKeyFingerprint, hostKeyType } = row
  return { id, address, port, username, sudo, hostKeyFingerprint, hostKeyType }
}

/** A host that is about to be stored, for checking it first. `hostKey.type` null: whichever type has that fingerprint. */
export const toSettings = (
  host: Omit<StoredHost, 'hostKey'>,
  fingerprint: string,
  type: string | null,
  env: AgentEnv,
): HostSettings => {
  const { id, address, port, username, sudo, auth } = host
  const key = { hostKeyFingerprint: fingerprint, ...(type === null ? {} : { hostKeyType: type }) }
  return { id, address, port, username, sudo, ...key, auth: toSshAuth(auth, env) }
}

const toSshAuth = (auth: HostAuth, { sshAgentSocket }: AgentEnv): SshAuth =>
  auth.kind === 'agent' ? { ...auth, socketPath: sshAgentSocket } : auth

/** What the fleet calls each time it connects: opens the stored credentials. Throws AppError not_found, credentials_unreadable. */
export const authResolver =
  (db: Db, sealer: Sealer, env: AgentEnv) =>
  async (hostId: string): Promise<SshAuth> => {
    const row = await findHost(db, hostId)
    if (!row) throw new AppError('not_found', { message: 'The host was removed.' })
    return toSshAuth(openHost(sealer, row).auth, env)
  }
