// For tests only: what planning needs of a host that answers commands.
import type { NetworkState } from '../../model/network-state'
import { observeHost } from '../../observe/observe-host'
import type { CommandOutput } from '../../observe/read-command'
import { READ_COMMANDS } from '../../observe/read-commands'
import type { LibvirtXml, XmlPair } from '../working-state'

/** A simulated host, or anything that runs a command the same way. */
export type CommandHost = {
  run: (argv: readonly string[], stdin?: string) => { status: number; stdout: string; stderr: string }
}

/** What a command gives that fails for a reason of its own. */
export const FAILED: Partial<CommandOutput> = { status: 1, stdout: '', stderr: 'broken for the test' }

/** Everything read, by an SSH connection that came in at `address`. `faults`: what comes instead, by the command's id. */
export function observeCommandHost(
  host: CommandHost,
  address: string | null,
  faults: Readonly<Record<string, Partial<CommandOutput>>> = {},
): NetworkState {
  const facts = Object.fromEntries(
    READ_COMMANDS.map(({ id, argv }) => [
      id,
      { ...host.run(argv), isTruncated: false, isTimedOut: false, durationMs: 1, ...faults[id] },
    ]),
  )
  const sshConnection = address === null ? null : `192.0.2.1 50000 ${address} 22`
  return observeHost(facts, { readAtMs: 0, sshConnection })
}

/** The definitions of all its networks and guests. */
export function definitionsOf(host: CommandHost, state: NetworkState): LibvirtXml {
  const read = (argv: string[], is: boolean): string | null => (is ? host.run(argv).stdout : null)
  const pairs = <T>(items: readonly T[], pairOf: (item: T) => [string, XmlPair]): Record<string, XmlPair> =>
    Object.fromEntries(items.map(pairOf))
  return {
    networks: pairs(state.libvirt?.networks ?? [], ({ name, isActive, isPersistent }) => [
      name,
      {
        running: read(['virsh', 'net-dumpxml', name], isActive),
        stored: read(['virsh', 'net-dumpxml', name, '--inactive'], isPersistent),
      },
    ]),
    guests: pairs(state.guests, ({ uuid, name, state: now, isPersistent }) => [
      uuid,
      {
        running: read(['virsh', 'dumpxml', name], now !== 'shut off'),
        stored: read(['virsh', 'dumpxml', name, '--inactive'], isPersistent),
      },
    ]),
  }
}
