import type { RawScope } from './raw-scope'

/**
 * One tool's word on the host. `what` names it in messages: "the addresses". A tool that is not installed has nothing to say; nor has
 * one whose daemon does not run: it ends with status 1, and the daemon's `socket` is not there.
 */
export type DumpReader = { name: string; what: string; argv: readonly string[]; socket?: string }

/** The highest version that both ends speak is taken: the lower ones have fewer fields. */
export const OPENFLOW = 'OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15'

/** Ports by name: they may have other numbers once they were made again. Without --no-stats, which old versions lack, counters are in the text: they are left out when it is compared. */
export const FLOWS_SCRIPT = `ovs-ofctl -O ${OPENFLOW} --names --no-stats dump-flows "$1" || ovs-ofctl dump-flows "$1" && exit
ovs-vsctl --timeout=3 br-exists "$1"
[ $? -ne 2 ] || exit 1
exit 3`
/** A bridge that speaks OpenFlow 1.0 alone has no groups, and cannot be asked for them. */
export const GROUPS_SCRIPT = `ovs-ofctl -O ${OPENFLOW} dump-groups "$1" && { ovs-ofctl -O ${OPENFLOW} dump-meters "$1" || :; exit; }
ovs-ofctl -O OpenFlow10 show "$1" >/dev/null && exit
ovs-vsctl --timeout=3 br-exists "$1"
[ $? -ne 2 ] || exit 1
exit 3`

/**
 * LINK...: what sysfs has of a link as a bridge, as a port and as a bond, and of the ports of a bridge; then the kernel's settings of IP on
 * it, with those that a new link gets; "PATH:TEXT" lines. Folders, not files: of a thousand ports these are more words than exec takes.
 * grep says 1 of no lines and 2 of files that cannot be read.
 */
const SYSFS_SCRIPT = `cd /sys/class/net || exit
net=/proc/sys/net
for link; do
shift
set -- "$@" "$link"/bridge "$link"/brport "$link"/bonding "$link"/brif/* $net/ipv[46]/conf/"$link" $net/ipv[46]/neigh/"$link"
done
grep -rs '' "$@" $net/ipv[46]/conf/default $net/ipv[46]/neigh/default /dev/null
rc=$?
[ $rc -lt 126 ] || exit $rc`

/** COMMAND ID [OPTION]: status 1 where the object is not there, 2 where libvirt does not answer. */
const LIBVIRT_SCRIPT = `virsh -q -c qemu:///system "$@" && exit
virsh -q -c qemu:///system uri >/dev/null || exit 2
exit 1`

const libvirt = (command: string, id: string, inactive: boolean): string[] => [
  ...['sh', '-c', LIBVIRT_SCRIPT, 'sh', command, id],
  ...(inactive ? ['--inactive'] : []),
]

export const OVSDB_READER: DumpReader = {
  name: 'ovsdb',
  what: 'the database of Open vSwitch',
  argv: ['ovsdb-client', '--timeout=5', '-f', 'json', 'dump'],
  socket: '/var/run/openvswitch/db.sock',
}

/** Flows, then groups and meters. */
export const flowReaders = (bridge: string, i = 0): DumpReader[] => [
  { name: `flows.${i}`, what: `flows of ${bridge}`, argv: ['sh', '-c', FLOWS_SCRIPT, 'sh', bridge] },
  { name: `groups.${i}`, what: `groups and meters of ${bridge}`, argv: ['sh', '-c', GROUPS_SCRIPT, 'sh', bridge] },
]

/**
 * What is dumped of a host for a change of this scope: the kernel and Open vSwitch as a whole, for that costs least, and of flows and
 * definitions what the change touches. Names come from the host and were checked on the way in; none begins with "-".
 */
export function dumpReaders({ links, bridges, networks, guests }: RawScope): DumpReader[] {
  return [
    { name: 'addr', what: 'links and addresses', argv: ['ip', '-d', '-j', 'addr'] },
    { name: 'route', what: 'routes', argv: ['ip', '-d', '-j', 'route', 'show', 'table', 'all'] },
    // The text alone says of a metric that it is locked.
    { name: 'locks', what: 'routes', argv: ['ip', 'route', 'show', 'table', 'all'] },
    { name: 'rule', what: 'policy rules', argv: ['ip', '-j', 'rule'] },
    { name: 'rule6', what: 'policy rules', argv: ['ip', '-6', '-j', 'rule'] },
    { name: 'bridge', what: 'bridge ports', argv: ['bridge', '-d', '-j', 'link'] },
    { name: 'vlan', what: 'VLANs of bridge ports', argv: ['bridge', '-j', 'vlan', 'show'] },
    { name: 'fdb', what: 'forwarding entries', argv: ['bridge', '-j', 'fdb', 'show'] },
    { name: 'neigh', what: 'neighbours', argv: ['ip', '-j', 'neigh', 'show', 'nud', 'permanent'] },
    OVSDB_READER,
    ...(links.length === 0
      ? []
      : [{ name: 'sysfs', what: 'settings in /sys and /proc/sys', argv: ['sh', '-c', SYSFS_SCRIPT, 'sh', ...links] }]),
    ...bridges.flatMap(flowReaders),
    ...networks.flatMap((name, i) => [
      { name: `net-info.${i}`, what: `network ${name}`, argv: libvirt('net-info', name, false) },
      { name: `net.${i}`, what: `network ${name}`, argv: libvirt('net-dumpxml', name, false) },
      { name: `net-stored.${i}`, what: `network ${name}, as stored`, argv: libvirt('net-dumpxml', name, true) },
    ]),
    ...guests.flatMap((uuid, i) => [
      { name: `guest.${i}`, what: `guest ${uuid}`, argv: libvirt('dumpxml', uuid, false) },
      { name: `guest-stored.${i}`, what: `guest ${uuid}, as stored`, argv: libvirt('dumpxml', uuid, true) },
    ]),
  ]
}

/** For one tool. Longer: who waits to see what came back waits for a daemon that hangs; shorter: a busy host is not compared. */
export const DUMP_SECONDS = 6
