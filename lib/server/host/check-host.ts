import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import type { NetworkState } from '@/lib/core/model/network-state'
import { observeHost } from '@/lib/core/observe/observe-host'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { collect } from './collect'
import { openHostLink } from './host-link'
import type { HostSettings } from './settings'

/**
 * Before a host is added: connects with these settings, reads it once and leaves. `state.tools` and `state.sources` say what it
 * can show. Throws AppError with the reason why it could not be read (connectSsh, `shell_failed`, `sudo_refused`).
 */
export async function checkHost(
  settings: Omit<HostSettings, 'id'>,
  { signal, now = Date.now }: { signal?: AbortSignal; now?: () => number } = {},
): Promise<{ state: NetworkState; hostKey: HostKey }> {
  const link = await openHostLink({ id: 'new', ...settings }, 'host_key_mismatch', signal)
  try {
    const facts = await collect(link.shell, READ_COMMANDS)
    return {
      state: observeHost(facts, { readAtMs: now(), sshConnection: link.sshConnection() }),
      hostKey: link.hostKey,
    }
  } finally {
    link.close()
  }
}
