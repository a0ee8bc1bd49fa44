import type { LabHost } from './lab'

/*
 * What a host's own tools print of its networking, in a form that two moments can be compared in. It knows nothing of the
 * product's model: only what is listed here is left out, each with its reason.
 */

/** Keys of `ip -d -j` and `bridge -d -j` that differ between two looks at a host that nobody touched, or that name a link by number. */
const IP_LEFT_OUT: Record<string, string> = {
  ifindex: 'a link that is made again has another number',
  link_index: 'the other end of a veth pair, by number',
  link_netnsid: 'number of another namespace',
  hello_timer: 'a timer',
  tcn_timer: 'a timer',
  topology_change_timer: 'a timer',
  gc_timer: 'a timer',
  hold_timer: 'a timer',
  message_age_timer: 'a timer',
  forward_delay_timer: 'a timer',
  topology_change: 'of the spanning tree, passing',
  topology_change_detected: 'of the spanning tree, passing',
  state: 'of a bridge port: learning becomes forwarding by itself',
  port_id: 'ports are numbered as they come',
  port_no: 'ports are numbered as they come',
  designated_port: 'ports are numbered as they come',
  operstate: 'follows the cable',
  bridge_id: 'made of priority and MAC address, which are compared',
  root_id: 'elected',
  tso_max_size: 'what the hardware below can do',
  tso_max_segs: 'what the hardware below can do',
  usedbcqueuelen: 'the longest that a macvlan of the link below has asked for',
  no: 'ports are numbered as they come',
}
const FLAGS_LEFT_OUT = new Set(['PROMISC', 'LOWER_UP', 'NO-CARRIER', 'linkdown', 'dead'])

/** Columns of OVSDB that ovs-vswitchd writes for itself. */
const OVSDB_LEFT_OUT = new Set([
  ...['_uuid', 'statistics', 'status', 'rstp_statistics', 'rstp_status', 'ifindex', 'mac_in_use', 'link_resets'],
  ...['link_state', 'link_speed', 'duplex', 'admin_state', 'ofport', 'mtu', 'bond_active_slave', 'datapath_version'],
  ...['cur_cfg', 'next_cfg', 'is_connected', 'role', 'datapath_id', 'lacp_current', 'cfm_health'],
])
/** Files of sysfs that say what runs at this moment, or that are only written to. */
const SYSFS_LEFT_OUT =
  /\/(?:flush|.*_timer|topology_change.*|bridge_id|root_id|designated_\w+|port_id|port_no|state|change_ack|config_pending|mii_status|ad_\w+|tx_timeout)$/

export type RawDumps = Record<string, unknown>

/** Links whose addresses become valid by themselves; without a carrier (a bridge without ports) they stay tentative for ever. */
export const SETTLING = `ip -6 -o addr show tentative | awk '{ print $2 }' | while read -r link; do
  [ "$(cat "/sys/class/net/$link/carrier" 2>/dev/null)" != 1 ] || echo "$link"
done`

const SCRIPT = `
section() { printf '\\036%s\\n' "$1"; }
section addr; ip -d -j addr show
section link; ip -d -j link show
section route; ip -d -j route show table all
section route6; ip -d -j -6 route show table all
section rule; ip -j rule; ip -j -6 rule
section neigh; ip -j neigh show nud permanent
section fdb; bridge -j fdb show
section port; bridge -d -j link
section vlan; bridge -j vlan
section sysfs; grep -s '' -d skip /sys/class/net/*/bridge/* /sys/class/net/*/brport/* /sys/class/net/*/bonding/* /sys/class/net/*/queues/*/* /dev/null
section sysctl; grep -rs '' /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf
section ovsdb; ovsdb-client -f json dump unix:/var/run/openvswitch/db.sock Open_vSwitch 2>/dev/null
section flows; for b in $(ovs-vsctl --timeout=5 list-br 2>/dev/null); do echo "bridge $b"; ovs-ofctl -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15 --no-stats dump-flows "$b" 2>/dev/null || ovs-ofctl -O OpenFlow14 dump-flows "$b"; done
section qos; for i in $(ls /sys/class/net); do tc qdisc show dev "$i" | grep -v -e noqueue -e pfifo_fast -e fq_codel -e ' mq ' | sed "s/^/$i: /"; tc class show dev "$i" | sed "s/^/$i: /"; done
section networks; for n in $(virsh -q net-list --all --name); do virsh -q net-info "$n"; virsh -q net-dumpxml "$n"; echo ---; virsh -q net-dumpxml --inactive "$n"; done
section guests; for g in $(virsh -q list --all --name); do echo "$g"; virsh -q dumpxml --inactive --security-info "$g"; done
section running; for g in $(virsh -q list --name); do echo "guest $g"; virsh -q dumpxml "$g"; done
exit 0
`

/** Reads everything with the host's own tools, past the console. */
export function rawDumps(host: LabHost): RawDumps {
  const { stdout, stderr, status } = host.attempt(['sh'], SCRIPT)
  if (status !== 0) throw new Error(`the host could not be dumped: ${stderr}`)
  const sections = stdout
    .split('\u001e')
    .slice(1)
    .map((text) => {
      const end = text.indexOf('\n')
      return [text.slice(0, end), text.slice(end + 1)] as const
    })
  const links = jsonLines(sections.find(([name]) => name === 'link')?.[1] ?? '') as { address?: string }[]
  const macs = new Set(links.flatMap(({ address = [] }) => address))
  return Object.fromEntries(sections.map(([name, text]) => [name, readable(name, text, macs)]))
}

function readable(name: string, text: string, macs: ReadonlySet<string>): unknown {
  switch (name) {
    case 'addr':
    case 'link':
      return byName(jsonLines(text))
    case 'sysctl':
      return settings(lines(text))
    case 'fdb':
      return inOrder(
        jsonLines(text)
          .filter((row) => isSetByHand(row, macs))
          .map(plain),
      )
    case 'neigh':
    case 'route':
    case 'route6':
    case 'rule':
    case 'port':
    case 'vlan':
      return inOrder(jsonLines(text).flatMap(plain))
    case 'sysfs':
      return lines(text).filter((line) => !SYSFS_LEFT_OUT.test(line.slice(0, line.indexOf(':'))))
    case 'ovsdb':
      return ovsdb(text)
    case 'flows':
      return lines(text)
        .filter((line) => !/reply|OFPST/.test(line))
        .map((line) =>
          line
            .replace(
              /(?:cookie=0x0, )?duration=[^,]*, |n_packets=\d+, |n_bytes=\d+, |idle_age=\d+, |hard_age=\d+, /g,
              '',
            )
            .trim(),
        )
        .filter((line) => line !== MADE_BY_VSWITCHD)
    case 'running':
      return (
        text
          .match(/guest .*|<interface type[^]*?<\/interface>/g)
          ?.map((each) => each.replace(GIVEN_WHEN_PLUGGED, '')) ?? []
      )
    default:
      return lines(text)
  }
}

/** Entries that somebody has set; those of the links' own addresses and of multicast groups are the kernel's. */
const isSetByHand = (row: unknown, macs: ReadonlySet<string>): boolean => {
  const { state, mac } = row as { state?: string; mac?: string }
  return (
    state === 'static' ||
    (state === 'permanent' && mac !== undefined && !macs.has(mac) && parseInt(mac.slice(0, 2), 16) % 2 === 0)
  )
}

/** What a router's advertisement sets, or follows the link; and what a new link has. */
const SYSCTL_LEFT_OUT = /\/(?:hop_limit|mtu|stable_secret)$/

function settings(found: readonly string[]): string[] {
  const usual = new Set(found.filter((line) => line.includes('/conf/default/')))
  return found.filter((line) => {
    const [path = '', value = ''] = line.split(/:(.*)/)
    const usualLine = `${path.replace(/\/conf\/[^/]+\//, '/conf/default/')}:${value}`
    return !SYSCTL_LEFT_OUT.test(path) && !/\/conf\/(?:default|all)\//.test(path) && !usual.has(usualLine)
  })
}

/** It comes and goes with the controllers: a bridge that none looks after switches by itself (ovs-vswitchd.conf.db(5), fail_mode). */
const MADE_BY_VSWITCHD = 'priority=0 actions=NORMAL'

/** What libvirt gives a NIC each time it is plugged. */
const GIVEN_WHEN_PLUGGED = / portid='[^']*'|\s*<(?:target|alias|address|parameters).*/g

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
const jsonLines = (text: string): unknown[] => lines(text).flatMap((line) => JSON.parse(line) as unknown[])
const inOrder = (items: readonly unknown[]): unknown[] =>
  items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

const FOR_EVER = 4_294_967_295
/** "0x8001": a bridge's port, by priority and number. The id of a VLAN is a number. */
const isPortNumber = (key: string, value: unknown): boolean => key === 'id' && typeof value === 'string'

function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(plain).filter((item) => typeof item !== 'string' || !FLAGS_LEFT_OUT.has(item))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !(key in IP_LEFT_OUT))
  return Object.fromEntries(
    kept.map(([key, item]) => {
      if (key === 'flags' && Array.isArray(item)) return [key, inOrder(plain(item) as unknown[])]
      // How long it still holds is a timer; whether it ends is not.
      if (key.endsWith('_life_time') || key === 'expires') return [key, Number(item) >= FOR_EVER ? 'for ever' : 'ends']
      return [key, isPortNumber(key, item) ? null : plain(item)]
    }),
  )
}

/** Links by name: they come in the order of their numbers. */
function byName(links: readonly unknown[]): Record<string, unknown> {
  const named = (links as { ifname?: string; addr_info?: unknown[] }[]).flatMap((link) => {
    if (link.ifname === undefined) return []
    const { addr_info: addresses = [], ...rest } = link
    return [[link.ifname, { ...(plain(rest) as object), addresses: addresses.map(plain) }] as const]
  })
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

type Row = Record<string, unknown>

/** Rows as trees from Open_vSwitch down, without UUIDs: what refers to a row holds the row. */
function ovsdb(text: string): unknown {
  const tables = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { caption: string; headings: string[]; data: unknown[][] })
  const rows = new Map<string, Row>()
  let root: Row | undefined
  for (const { caption, headings, data } of tables)
    for (const cells of data) {
      const row = Object.fromEntries(headings.map((heading, at) => [heading, cells[at]]))
      rows.set(String((row['_uuid'] as [string, string])[1]), row)
      if (caption === 'Open_vSwitch table') root = row
    }
  return root === undefined ? null : tree(root, rows, new Set())
}

function tree(row: Row, rows: ReadonlyMap<string, Row>, above: ReadonlySet<Row>): Row {
  const inner = new Set([...above, row])
  const columns = Object.entries(row).filter(([column]) => !OVSDB_LEFT_OUT.has(column))
  return Object.fromEntries(columns.map(([column, cell]) => [column, cellOf(cell, rows, inner)]))
}

function cellOf(cell: unknown, rows: ReadonlyMap<string, Row>, above: ReadonlySet<Row>): unknown {
  if (!Array.isArray(cell)) return cell
  const [kind, content] = cell as [unknown, unknown]
  if (kind === 'uuid') {
    const row = rows.get(String(content))
    if (row === undefined) return 'a row that is gone'
    // A mirror names ports of the bridge that it is in.
    return above.has(row) || above.size > 4 ? String(row['name'] ?? 'itself') : tree(row, rows, above)
  }
  if (kind === 'set') return inOrder((content as unknown[]).map((item) => cellOf(item, rows, above)))
  if (kind === 'map')
    return inOrder((content as [unknown, unknown][]).map(([key, item]) => [key, cellOf(item, rows, above)]))
  return inOrder(cell.map((item) => cellOf(item, rows, above)))
}

/** What is in one of two dumps alone: "-" before, "+" after. `words`: what a message that names it has in it. */
type RawDifference = { line: string; words: string[] }
export function rawDifferences(before: RawDumps, after: RawDumps): RawDifference[] {
  const [old, now] = [before, after].map((dumps) => new Set(leaves(dumps)))
  const only = (some: ReadonlySet<string> = new Set(), others: ReadonlySet<string> = new Set(), sign: string) =>
    [...some].filter((line) => !others.has(line)).map((line) => ({ line: `${sign} ${line}`, words: wordsIn(line) }))
  return [...only(old, now, '-'), ...only(now, old, '+')]
}

function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => (Array.isArray(item) ? leaves(item, path) : [`${path}: ${JSON.stringify(item)}`]))
  if (typeof value !== 'object' || value === null) return [`${path} = ${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`))
}

const wordsIn = (line: string): string[] => [linkLocalIn(line) ?? /\.(\w{4,}) = /.exec(line)?.[1] ?? line]

/** The address that the kernel gives a link by itself, and its routes: a message names all of them as one. */
function linkLocalIn(line: string): string | null {
  if (!/"(?:local|dst)":"(?:fe80::|ff00::\/8")/.test(line)) return null
  const dev = /^addr\.([^.]+)\.addresses: /.exec(line)?.[1] ?? /"dev":"([^"]+)"/.exec(line)?.[1]
  return dev === undefined ? null : `${dev} gets a link-local address`
}
