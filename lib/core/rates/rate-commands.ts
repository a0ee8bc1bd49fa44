import type { NetworkState } from '../model/network-state'
import type { ReadCommand } from '../observe/read-command'

/** The host's own clock beside its counters: neither the way to us nor a clock that is set spoils the quotient. */
export const LINK_COUNTERS: ReadCommand = {
  id: 'rates.links',
  source: 'links',
  argv: ['cat', '/proc/uptime', '/proc/net/dev'],
  display: 'cat /proc/net/dev',
  tool: 'cat',
  deadlineMs: 5_000,
  maxBytes: 4 * 1024 * 1024,
}

/** Only for interfaces that the kernel does not have: patch ports, tunnels, userspace ports. */
export const OVS_COUNTERS: ReadCommand = {
  id: 'rates.ovs',
  source: 'ovs',
  argv: ['ovs-vsctl', '--timeout=5', '--format=json', '--columns=name,statistics', 'list', 'Interface'],
  display: 'ovs-vsctl --columns=name,statistics list Interface',
  tool: 'ovs-vsctl',
  deadlineMs: 8_000,
  maxBytes: 16 * 1024 * 1024,
}

/** ovs-vswitchd writes its statistics this often (other_config:stats-update-interval, ovs-vswitchd.conf.db(5)). */
export const OVS_REFRESH_SECONDS = 5

/** Has this host ports whose counters only Open vSwitch knows? */
export function needsOvsCounters({ ovs, links }: Pick<NetworkState, 'ovs' | 'links'>): boolean {
  const names = new Set(links.map(({ name }) => name))
  return (ovs?.bridges ?? []).some(({ ports }) =>
    ports.some(({ interfaces }) => interfaces.some(({ name }) => !names.has(name))),
  )
}
