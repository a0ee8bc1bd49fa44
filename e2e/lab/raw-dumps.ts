import type { LabHost } from '../lab'

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
}
const FLAGS_LEFT_OUT = new Set(['PROMISC', 'LOWER_UP', 'NO-CARRIER'])

/** Columns of OVSDB that ovs-vswitchd writes for itself. */
const OVSDB_LEFT_OUT = new Set([
  ...['_uuid', 'statistics', 'status', 'rstp_statistics', 'rstp_status', 'ifindex', 'mac_in_use', 'link_resets'],
  ...['link_state', 'link_speed', 'duplex', 'admin_state', 'ofport', 'mtu', 'bond_active_slave', 'datapath_version'],
  ...['cur_cfg', 'next_cfg', 'is_connected', 'role', 'datapath_id', 'lacp_current', 'cfm_health'],
])
/** Files of sysfs that say what runs at this moment, or that are only written to. */
const SYSFS_LEFT_OUT =
  /\/(?:flush|.*_timer|topology_change.*|bridge_id|root_id|designated_\w+|port_id|port_no|state|change_ack|config_pending|mii_status|ad_\w+|queue_id)$/

export type RawDumps = Record<string, unknown>

const SCRIPT = `
section() { printf '\\036%s\\n' "$1"; }
section addr; ip -d -j addr show
section route; ip -d -j route show table all
section route6; ip -d -j -6 route show table all
section rule; ip -j rule; ip -j -6 rule
section port; bridge -d -j link
section vlan; bridge -j vlan
section sysfs; for f in /sys/class/net/*/bridge/* /sys/class/net/*/brport/* /sys/class/net/*/bonding/*; do [ -f "$f" ] && [ -r "$f" ] && printf '%s=%s\\n' "$f" "$(head -c 400 "$f" 2>/dev/null)"; done
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
  return Object.fromEntries(sections.map(([name, text]) => [name, readable(name, text)]))
}

function readable(name: string, text: string): unknown {
  switch (name) {
    case 'addr':
      return byName(jsonLines(text))
    case 'route':
    case 'route6':
    case 'rule':
    case 'port':
    case 'vlan':
      return inOrder(jsonLines(text).flatMap(plain))
    case 'sysfs':
      return lines(text).filter((line) => !SYSFS_LEFT_OUT.test(line.slice(0, line.indexOf('='))))
    case 'ovsdb':
      return ovsdb(text)
    case 'flows':
      return lines(text)
        .filter((line) => !/reply/.test(line))
        .map((line) =>
          line
            .replace(
              /(?:cookie=0x0, )?duration=[^,]*, |n_packets=\d+, |n_bytes=\d+, |idle_age=\d+, |hard_age=\d+, /g,
              '',
            )
            .trim(),
        )
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

/** What libvirt gives a NIC each time it is plugged. */
const GIVEN_WHEN_PLUGGED = / portid='[^']*'|\s*<(?:target|alias|address|parameters).*/g

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
const jsonLines = (text: string): unknown[] => lines(text).flatMap((line) => JSON.parse(line) as unknown[])
const inOrder = (items: readonly unknown[]): unknown[] =>
  items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(plain).filter((item) => typeof item !== 'string' || !FLAGS_LEFT_OUT.has(item))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !(key in IP_LEFT_OUT))
  return Object.fromEntries(
    kept.map(([key, item]) => [
      key,
      key === 'flags' && Array.isArray(item) ? inOrder(plain(item) as unknown[]) : plain(item),
    ]),
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
