import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import { probeHostKey } from '../ssh/host-key'

/**
 * The key a host offers, for a person to compare: proven to be the host's, and asked for without signing in. Throws AppError
 * `host_unreachable`, `not_ssh` or `no_common_algorithm`.
 */
export async function probeHost(target: { address: string; port: number }): Promise<{ hostKey: HostKey }> {
  return { hostKey: await probeHostKey(target) }
}
