import type { ReadCommand } from './read-command'

const MEBIBYTE = 1024 * 1024

/**
 * `ip -d -j addr` prints all that `ip -d -j link` prints, ports' own data (`info_slave_data`: STP state, cost, hairpin,
 * isolation, LACP) and the addresses: one process, and links and addresses of the same moment.
 */
export const IP_ADDR: ReadCommand = {
  id: 'links.addr',
  source: 'links',
  argv: ['ip', '-d', '-j', 'addr', 'show'],
  display: 'ip -d -j addr show',
  tool: 'ip',
  deadlineMs: 10_000,
  maxBytes: 16 * MEBIBYTE,
}

export const IP_ROUTE: ReadCommand = {
  id: 'links.route',
  source: 'links',
  argv: ['ip', '-j', 'route', 'show', 'table', 'all'],
  display: 'ip -j route show table all',
  tool: 'ip',
  deadlineMs: 10_000,
  maxBytes: 4 * MEBIBYTE,
}

/** -d: iproute2 6 then prints ranges as `vlanEnd`; 5 prints every VLAN by itself all the same. */
export const BRIDGE_VLAN: ReadCommand = {
  id: 'links.vlan',
  source: 'links',
  argv: ['bridge', '-d', '-j', 'vlan', 'show'],
  display: 'bridge -d -j vlan show',
  tool: 'bridge',
  deadlineMs: 10_000,
  maxBytes: 8 * MEBIBYTE,
}

/** -s: with the seconds since an entry was last seen. */
export const BRIDGE_FDB: ReadCommand = {
  id: 'links.fdb',
  source: 'links',
  argv: ['bridge', '-s', '-j', 'fdb', 'show'],
  display: 'bridge -s -j fdb show',
  isLearned: true,
  tool: 'bridge',
  deadlineMs: 10_000,
  maxBytes: 8 * MEBIBYTE,
}

/** Every line as "<bond>:<line>" (a link's name holds no colon): one process for all bonds. Nothing when there are none. */
export const PROC_BONDING: ReadCommand = {
  id: 'links.bonding',
  source: 'links',
  argv: ['sh', '-c', 'cd /proc/net/bonding 2>/dev/null || exit 0; grep -s "" * /dev/null; :'],
  display: 'grep "" /proc/net/bonding/*',
  tool: 'grep',
  deadlineMs: 5_000,
  maxBytes: 4 * MEBIBYTE,
}

/**
 * One line per link: "<name> <speed> <duplex> <driver>", "-" for what is not there, and of a card on PCI its address, its
 * physical function, and its virtual ones with their drivers (Documentation/PCI/pci-iov-howto.rst): guests' definitions name
 * those by their addresses. No process per link: `read` and `cd` are the shell's own. Many links answer EINVAL for speed
 * and duplex (no carrier, no such notion): that is a "-" too.
 */
const SYSFS_SCRIPT = `links=/sys/class/net
cd "$links" || exit 1
for l in *; do
  [ -d "$l" ] || continue
  speed=-; duplex=-; driver=-; card=
  read -r speed <"$l/speed" || speed=-
  read -r duplex <"$l/duplex" || duplex=-
  if [ -d "$l/device" ] && cd -P "$l/device"; then
    device=$PWD
    card=" at=\${device##*/}"
    cd -P driver && driver=\${PWD##*/} && cd "$device"
    cd -P physfn && card="$card physfn=\${PWD##*/}" && cd "$device"
    read -r limit <sriov_totalvfs && card="$card limit=$limit"
    for f in virtfn*; do
      cd -P "$device/$f" || continue
      card="$card $f=\${PWD##*/}"
      cd -P driver && card="$card,\${PWD##*/}"
    done
    cd "$links"
  fi
  printf '%s %s %s %s%s\\n' "$l" "\${speed:--}" "\${duplex:--}" "\${driver:--}" "$card"
done 2>/dev/null`

export const SYSFS_NET: ReadCommand = {
  id: 'links.sysfs',
  source: 'links',
  argv: ['sh', '-c', SYSFS_SCRIPT],
  display:
    'grep "" /sys/class/net/*/speed /sys/class/net/*/duplex; ls -l /sys/class/net/*/device/driver /sys/class/net/*/device/virtfn*',
  tool: 'sh',
  deadlineMs: 10_000,
  maxBytes: MEBIBYTE,
}

export const LINK_COMMANDS: readonly ReadCommand[] = [
  IP_ADDR,
  IP_ROUTE,
  BRIDGE_VLAN,
  BRIDGE_FDB,
  PROC_BONDING,
  SYSFS_NET,
]
