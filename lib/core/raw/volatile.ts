/*
 * What is left out when the host's own words of two moments are compared: what differs between two looks at a host that nobody
 * touched, or between an object and the same one made again. Everything else that is dumped (dump-readers.ts) is compared. Not dumped
 * are classes and filters of tc, what ethtool sets, multicast groups of bridges (mdb), and rules of the firewall.
 */

/** Keys of `ip -d -j` and `bridge -d -j`, wherever they stand, and files of /sys/class/net/LINK/{bridge,brport,bonding}. */
const LINK_KEYS: Readonly<Record<string, string>> = {
  ifindex: 'a link that is made again has another number',
  link_index: 'the other end of a veth pair, by number',
  link_netnsid: 'another namespace, by number',
  promiscuity: 'counts who listens just now',
  operstate: 'follows the cable',
  stats: 'counters',
  stats64: 'counters',
  addr_info: 'addresses are objects of their own',
  state: 'of a port or a bond member: passes from learning to forwarding, or to backup, by itself',
  active_slave: 'chosen by the bond',
  mii_status: 'follows the cable',
  link_failure_count: 'a counter',
  fdb_n_learned: 'a counter',
  bridge_id: 'made of priority and MAC address, which are compared',
  root_id: 'elected',
  root_port: 'elected',
  root_path_cost: 'elected',
  port_id: 'ports are numbered as they come',
  port_no: 'ports are numbered as they come',
  no: 'ports are numbered as they come',
  nhid: 'next hops are numbered as they come',
  change_ack: 'of the spanning tree, passing',
  config_pending: 'of the spanning tree, passing',
  topology_change: 'of the spanning tree, passing',
  topology_change_detected: 'of the spanning tree, passing',
  flush: 'only written to',
  tso_max_size: 'what the hardware below can do',
  tso_max_segs: 'what the hardware below can do',
  usedbcqueuelen: 'the longest that a macvlan of the link below has asked for',
  expires: 'a timer',
  tentative: 'for a second after an address was set',
}
const LINK_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/timer$/, 'a timer'],
  [/^designated_/, 'elected'],
  [/^(?:ad_|actor_|partner_)/, 'negotiated with the other end of a bond'],
  [/^(?:mcast|multicast)_querier_(?!interval)/, 'learned'],
  [/_life_time$/, 'a timer; whether there is one is compared'],
]
export const isVolatileKey = (key: string): boolean =>
  Object.hasOwn(LINK_KEYS, key) || LINK_PATTERNS.some(([pattern]) => pattern.test(key))

/** Settings of IPv6 that a router's advertisement sets (ndisc_router_discovery in net/ipv6/ndisc.c), or that follow the link. */
export const isLearnedSetting = (key: string): boolean =>
  /^net\.ipv6\.(?:conf\.(?:hop_limit|mtu|stable_secret)|neigh\.(?:base_reachable|retrans)_time(?:_ms)?)$/.test(key)

/** Flags of a link that say what happens to it just now: who listens, whether there is a carrier. */
export const VOLATILE_FLAGS: ReadonlySet<string> = new Set(['PROMISC', 'LOWER_UP', 'NO-CARRIER', 'DORMANT'])

/** The kernel gives a link its queue when it is set up, and none before: only another one is somebody's choice. */
export const DEFAULT_QDISCS: ReadonlySet<string> = new Set([
  ...['noop', 'noqueue', 'pfifo_fast', 'fq_codel', 'mq', 'fq'],
])

/** Made by the kernel with each address, and for IPv6 only once the address was found to be free. */
export const isMadeWithAddress = (route: { table: string; protocol: string }): boolean =>
  route.table === 'local' && route.protocol === 'kernel'

/** Columns of OVSDB that ovs-vswitchd writes for itself, and those that hold objects of their own. */
const OVSDB_COLUMNS: Readonly<Record<string, string>> = {
  _uuid: 'a row that is made again has another',
  name: 'what the object is called',
  ports: 'objects of their own',
  interfaces: 'objects of their own',
  statistics: 'counters',
  status: 'what ovs-vswitchd works out',
  rstp_statistics: 'counters',
  rstp_status: 'elected',
  bfd_status: 'learned',
  lldp: 'learned',
  ifindex: 'a link that is made again has another number',
  mac_in_use: 'of the link, whose MAC address is compared',
  mtu: 'of the link, whose MTU is compared; what was asked for is mtu_request',
  admin_state: 'of the link, whose flags are compared',
  link_state: 'follows the cable',
  link_speed: 'follows the cable',
  link_resets: 'a counter',
  duplex: 'follows the cable',
  bond_active_slave: 'chosen by the bond',
  datapath_id: 'follows from the MAC address, unless other_config says otherwise',
  datapath_version: 'of the software',
  lacp_current: 'negotiated',
  is_connected: 'follows the network',
  role: 'negotiated with the controller',
  error: 'what ovs-vswitchd works out',
  ofport: 'ports are numbered as they come, and flows are compared by their names',
}
export const isVolatileColumn = (column: string): boolean =>
  Object.hasOwn(OVSDB_COLUMNS, column) || /^cfm_(?:fault|flap|health|remote)/.test(column)

/** Counters and ages in `ovs-ofctl dump-flows` of versions that cannot leave them out. */
export const withoutFlowCounters = (line: string): string =>
  line.replace(/\b(?:duration|n_packets|n_bytes|idle_age|hard_age)=[^, ]*,? ?/g, '').replace(/\bcookie=0x0, ?/, '')

/** A name that libvirt makes up for a NIC's device each time, and leaves out of stored definitions (virDomainNetDefFormat). */
export const isGeneratedTap = (name: string): boolean => /^(?:vnet|vif|macvtap|macvlan)\d+$/.test(name)

/**
 * Of libvirt's XML, by path ("interface[52:54:00:aa:01:01]/target@dev"): what libvirt gives a NIC each time it is plugged. A device's
 * name that somebody chose is not, nor is an alias of theirs.
 */
export const isVolatileXml = (path: string, value: string): boolean =>
  /\/(?:source@portid|parameters@portid)$/.test(path) ||
  path === '@connections' ||
  (path.endsWith('/target@dev') && isGeneratedTap(value)) ||
  (path.endsWith('/alias@name') && !value.startsWith('ua-'))
