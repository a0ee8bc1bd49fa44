import 'server-only'
import type { Env } from '../env'
import { AppError } from '../errors'
import type { Logger } from '../log'
import type { SshAuth } from '../ssh/auth'
import type { StoredHost } from '../db/host'
import { connectSsh } from '../ssh/connection'
import { probeHostKey } from '../ssh/host-key'
import { HostShell } from '../ssh/shell'
import type { HostReach } from './host-reach'
import type { HostView } from './host-view'

/** The real way to the hosts: SSH. */
export function createHostReach(env: Pick<Env, 'sshAgentSocket'>, log: Logger): HostReach {
  const views = new Map<string, HostView>()
  const none = { nextAttemptAt: null, offeredHostKey: null, reading: null }
  return {
    probe: probeHostKey,
    check: async (host, signal) => {
      const { address, port, username, sudo } = host
      const offered = await probeHostKey({ address, port }, signal)
      const isKnown = offered.fingerprint === host.hostKey.fingerprint
      const connection = await connectSsh({
        ...{ address, port, username },
        auth: toSshAuth(env, host),
        hostKey: {
          ...(isKnown ? offered : { fingerprint: host.hostKey.fingerprint }),
          whenDifferent: 'host_key_mismatch',
        },
        ...(signal ? { signal } : {}),
      })
      try {
        await new HostShell(connection, { sudo }).open()
      } finally {
        connection.close()
      }
      return offered
    },
    watch: ({ id, name }) => {
      log.debug({ host: name }, 'watching')
      views.set(id, { status: 'connecting', statusReason: null, ...none })
    },
    forget: (id) => void views.delete(id),
    refuse: (id, statusReason) => void views.set(id, { status: 'refused', statusReason, ...none }),
    view: (id) => views.get(id) ?? null,
    refresh: () => Promise.reject(new AppError('host_offline', { message: 'The host is not connected now.' })),
    stop: () => Promise.resolve(),
  }
}

const toSshAuth = (env: Pick<Env, 'sshAgentSocket'>, { auth }: StoredHost): SshAuth =>
  auth.kind === 'agent' ? { ...auth, socketPath: env.sshAgentSocket } : auth
