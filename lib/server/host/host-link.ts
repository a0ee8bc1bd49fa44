import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import type { AppError } from '../errors'
import { connectSsh } from '../ssh/connection'
import { isCrowdedOut } from '../ssh/errors'
import type { CommandRunner } from '../ssh/shell'
import { HostShell } from '../ssh/shell'
import type { WatchHandlers } from '../ssh/watch-channel'
import { openWatch } from '../ssh/watch-channel'
import type { HostSettings } from './settings'

/** A host we are signed in to, with a shell that answers. Tests give their own. */
export type HostLink = {
  shell: CommandRunner
  /** A second shell, for what libvirt has to answer. Opened when first used; where sshd has no channel for it, the first. */
  libvirtShell: CommandRunner
  hostKey: HostKey
  /** Starts commands that print events. Throws `shell_failed`; the given function ends them. */
  watch: (argvs: readonly (readonly string[])[], handlers: WatchHandlers) => Promise<() => void>
  /** $SSH_CONNECTION of our own login, or null. */
  sshConnection: () => string | null
  /** Why the connection is gone; null while it is there. */
  ended: () => AppError | null
  /** Called once when the connection ends, also when it has already. */
  onEnd: (listener: (why: AppError) => void) => void
  close: () => void
}

/**
 * Connects, signs in and starts the command shell. Throws what connectSsh throws, with `whenDifferent` for another host key,
 * and `shell_failed` or `sudo_refused`.
 */
export async function openHostLink(
  settings: HostSettings,
  whenDifferent: 'host_key_mismatch' | 'host_key_changed',
  signal?: AbortSignal,
): Promise<HostLink> {
  const { address, port, username, auth, sudo } = settings
  const connection = await connectSsh({
    address,
    port,
    username,
    auth,
    hostKey: { fingerprint: settings.hostKeyFingerprint, type: settings.hostKeyType, whenDifferent },
    signal,
  })
  const close = () => connection.close()
  signal?.addEventListener('abort', close, { once: true })
  const shell = new HostShell(connection, { sudo })
  try {
    await shell.open()
    signal?.throwIfAborted()
  } catch (error) {
    close()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', close)
  }
  return {
    shell,
    libvirtShell: ownOrFirst(new HostShell(connection, { sudo }), shell),
    hostKey: connection.hostKey,
    watch: (argvs, handlers) => openWatch(connection, { sudo, argvs }, handlers),
    sshConnection: () => shell.sshConnection,
    ended: () => connection.ended,
    onEnd: (listener) => {
      connection.onClose(listener)
    },
    close,
  }
}

function ownOrFirst(own: HostShell, first: HostShell): CommandRunner {
  let chosen = own
  return {
    run: async (commands, onOutput) => {
      if (chosen === own)
        await own.open().catch((error: unknown) => {
          if (!isCrowdedOut(error)) throw error
          chosen = first
        })
      return chosen.run(commands, onOutput)
    },
  }
}
