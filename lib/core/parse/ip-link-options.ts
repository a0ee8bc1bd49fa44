import { arrayField, fieldOf, intField, isJsonObject, objectField, textField, textsField } from './json'
import type { JsonObject } from './json'

/** What was set on a link besides what the model has fields for, in words of ip-link(8). */
export type LinkOptions = {
  /** `ip link set dev LINK …` */
  options: string[]
  /** `ip link set dev LINK type KIND …` */
  kindOptions: string[]
  /** `ip link set dev LINK type bridge_slave …`, or `bond_slave` */
  portOptions: string[]
  /** Keys that we have no words for and that say something: what they say would not come back. */
  unknownKeys: string[]
}

/** The key of `ip -d -j`, what a new link has there, and the word that sets it where that is another one. */
type Option = { usual: readonly unknown[]; word?: string }
type Options = Readonly<Record<string, Option>>
const usual = (...values: readonly unknown[]): Option => ({ usual: values })
const by = (word: string, ...values: readonly unknown[]): Option => ({ word, usual: values })

const BRIDGE: Options = {
  forward_delay: usual(1500),
  hello_time: usual(200),
  max_age: usual(2000),
  ageing_time: usual(30000),
  priority: usual(32768),
  group_fwd_mask: usual('0', '0x0'),
  group_addr: by('group_address', '01:80:c2:00:00:00'),
  no_linklocal_learn: usual(0),
  mcast_snooping: usual(1),
  mcast_vlan_snooping: usual(0),
  mst_enabled: usual(0),
  mcast_router: usual(1),
  mcast_query_use_ifaddr: usual(0),
  mcast_querier: usual(0),
  mcast_hash_max: usual(4096),
  mcast_last_member_cnt: by('mcast_last_member_count', 2),
  mcast_startup_query_cnt: by('mcast_startup_query_count', 2),
  mcast_last_member_intvl: by('mcast_last_member_interval', 100),
  mcast_membership_intvl: by('mcast_membership_interval', 26000),
  mcast_querier_intvl: by('mcast_querier_interval', 25500),
  mcast_query_intvl: by('mcast_query_interval', 12500),
  mcast_query_response_intvl: by('mcast_query_response_interval', 1000),
  // 31.25 s, in ticks of the kernel's own clock.
  mcast_startup_query_intvl: by('mcast_startup_query_interval', 3124, 3125),
  mcast_stats_enabled: usual(0),
  mcast_igmp_version: usual(2),
  mcast_mld_version: usual(1),
  nf_call_iptables: usual(0),
  nf_call_ip6tables: usual(0),
  nf_call_arptables: usual(0),
  vlan_stats_enabled: usual(0),
  vlan_stats_per_port: usual(0),
  fdb_max_learned: usual(0),
}

const BRIDGE_PORT: Options = {
  guard: usual(false),
  root_block: usual(false),
  fastleave: usual(false),
  flood: usual(true),
  proxy_arp: usual(false),
  proxy_arp_wifi: usual(false),
  multicast_router: by('mcast_router', 1),
  mcast_flood: usual(true),
  bcast_flood: usual(true),
  mcast_to_unicast: usual(false),
  neigh_suppress: usual(false),
  neigh_vlan_suppress: usual(false),
  group_fwd_mask: usual('0', '0x0'),
  vlan_tunnel: usual(false),
  locked: usual(false),
  mab: usual(false),
  backup_port: usual(),
}

const BOND: Options = {
  use_carrier: usual(1),
  peer_notify_delay: usual(0),
  primary_reselect: usual('always'),
  fail_over_mac: usual('none'),
  xmit_hash_policy: usual('layer2'),
  resend_igmp: usual(1),
  num_peer_notif: by('num_grat_arp', 1),
  all_slaves_active: usual(0),
  min_links: usual(0),
  lp_interval: usual(1),
}
/** The kernel refuses these in other modes, where they mean nothing (bond_opts in drivers/net/bonding/bond_options.c). */
const BOND_OF_MODE: Readonly<Record<string, Options>> = {
  'balance-rr': { packets_per_slave: usual(1) },
  'balance-tlb': { tlb_dynamic_lb: usual(1) },
  '802.3ad': {
    ad_lacp_active: by('lacp_active', 'on'),
    ad_select: usual('stable'),
    ad_actor_sys_prio: usual(65535),
    ad_user_port_key: usual(0),
    ad_actor_system: usual('00:00:00:00:00:00'),
    coupled_control: usual(true),
  },
}
const ARP: Options = {
  arp_interval: usual(0),
  arp_missed_max: by('missed_max', 2),
  arp_validate: usual(null, 'none', 0),
  arp_all_targets: usual('any'),
}

const BOND_MEMBER: Options = { queue_id: usual(0), prio: usual(0) }
const MACVLAN: Options = { bcqueuelen: usual(1000), bclim: usual(1) }

/** Told by the model's own fields, or by the kernel for itself (lib/core/raw/volatile.ts has the reasons). */
const OTHERS = new Set([
  ...['stp_state', 'vlan_filtering', 'vlan_protocol', 'vlan_default_pvid', 'mcast_hash_elasticity'],
  ...['bridge_id', 'root_id', 'root_port', 'root_path_cost', 'topology_change', 'topology_change_detected'],
  ...['fdb_n_learned', 'mcast_querier_state'],
  ...['state', 'priority', 'cost', 'hairpin', 'learning', 'isolated', 'id', 'no', 'group_fwd_mask_str'],
  ...['designated_port', 'designated_cost', 'topology_change_ack', 'config_pending', 'backup_nhid'],
  ...['mode', 'miimon', 'updelay', 'downdelay', 'primary', 'active_slave', 'ad_lacp_rate', 'ad_info'],
  ...['arp_ip_target', 'packets_per_slave', 'tlb_dynamic_lb', ...Object.keys(BOND_OF_MODE['802.3ad'] ?? {})],
  ...['mii_status', 'link_failure_count', 'perm_hwaddr', 'usedbcqueuelen', 'protocol', 'flags'],
  ...['ingress_qos', 'egress_qos', 'nopromisc', 'nodst', 'macaddr_count', 'macaddr_data'],
])
const isOther = (key: string): boolean => OTHERS.has(key) || /timer$|^ad_|^(?:mcast|multicast)_querier_/.test(key)

/** The kinds that a plan makes again; of others only what they are as ports is put back. */
const KINDS: ReadonlySet<string> = new Set(['bridge', 'bond', 'vlan', 'macvlan', 'macvtap'])

/** One row of `ip -d -j link` or `addr`. */
export function readLinkOptions(row: JsonObject): LinkOptions {
  const info = objectField(row, 'linkinfo')
  const [kind, portKind] = [textField(info, 'info_kind') ?? '', textField(info, 'info_slave_kind')]
  const [data, portData] = [objectField(info, 'info_data'), objectField(info, 'info_slave_data')]
  const known = kindOptions(kind, data)
  const port = portKind === 'bridge' ? BRIDGE_PORT : portKind === 'bond' ? BOND_MEMBER : null
  return {
    options: ownOptions(row, kind),
    kindOptions: [...wordsOf(data, known), ...(kind === 'vlan' ? vlanWords(data) : []), ...arpTargets(data)],
    portOptions: port === null ? [] : wordsOf(portData, port),
    unknownKeys: [
      ...(KINDS.has(kind) ? unknownIn(data, known) : []),
      ...(port === null ? [] : unknownIn(portData, port)),
    ],
  }
}

function kindOptions(kind: string, data: JsonObject): Options {
  if (kind === 'bridge') return BRIDGE
  if (kind === 'macvlan' || kind === 'macvtap') return MACVLAN
  if (kind !== 'bond') return {}
  const mode = textField(data, 'mode') ?? ''
  const ofMode = Object.hasOwn(BOND_OF_MODE, mode) ? BOND_OF_MODE[mode] : {}
  return { ...BOND, ...ofMode, ...((intField(data, 'arp_interval') ?? 0) > 0 ? ARP : {}) }
}

function wordsOf(data: JsonObject, options: Options): string[] {
  return Object.entries(options).flatMap(([key, { usual: values, word }]) => {
    const value = fieldOf(data, key)
    const text = value === undefined || values.includes(value) ? null : textOf(value)
    return text === null ? [] : [word ?? key, text]
  })
}

function textOf(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

/** A value that says nothing is no loss. */
const saysNothing = (value: unknown): boolean =>
  value === null || value === 0 || value === false || value === '' || value === '0' || value === 'off'

const unknownIn = (data: JsonObject, options: Options): string[] =>
  Object.keys(data).filter(
    (key) => !Object.hasOwn(options, key) && !Object.hasOwn(ARP, key) && !isOther(key) && !saysNothing(data[key]),
  )

/** The kernel's own flags of a VLAN link, as `ip link … type vlan` calls them. */
const VLAN_FLAGS = [
  { flag: 'REORDER_HDR', word: 'reorder_hdr', isUsual: true },
  { flag: 'GVRP', word: 'gvrp', isUsual: false },
  { flag: 'MVRP', word: 'mvrp', isUsual: false },
  { flag: 'LOOSE_BINDING', word: 'loose_binding', isUsual: false },
  { flag: 'BRIDGE_BINDING', word: 'bridge_binding', isUsual: false },
]

function vlanWords(data: JsonObject): string[] {
  const flags = textsField(data, 'flags')
  const map = (key: string, word: string): string[] => {
    const pairs = arrayField(data, key).filter(isJsonObject)
    const texts = pairs.map((pair) => `${intField(pair, 'from') ?? 0}:${intField(pair, 'to') ?? 0}`)
    return texts.length === 0 ? [] : [word, ...texts]
  }
  return [
    ...VLAN_FLAGS.flatMap(({ flag, word, isUsual }) => {
      const is = flags.includes(flag)
      return is === isUsual ? [] : [word, is ? 'on' : 'off']
    }),
    ...map('ingress_qos', 'ingress-qos-map'),
    ...map('egress_qos', 'egress-qos-map'),
  ]
}

function arpTargets(data: JsonObject): string[] {
  const targets = textsField(data, 'arp_ip_target')
  return targets.length === 0 ? [] : ['arp_ip_target', targets.join(',')]
}

/** The kernel's queue lengths of new links (DEFAULT_TX_QUEUE_LEN; TUN_READQ_SIZE in drivers/net/macvtap.c). */
const queueLength = (kind: string): number => (kind === 'macvtap' ? 500 : 1000)

function ownOptions(row: JsonObject, kind: string): string[] {
  const flags = textsField(row, 'flags')
  const number = (key: string, word: string, born: number): string[] => {
    const value = intField(row, key)
    return value === null || value === born ? [] : [word, String(value)]
  }
  const text = (key: string, word: string, born: string): string[] => {
    const value = textField(row, key)
    return value === null || value === born ? [] : [word, value]
  }
  const flag = (name: string, word: string, born: boolean, sense = true): string[] =>
    flags.length === 0 || flags.includes(name) === born ? [] : [word, flags.includes(name) === sense ? 'on' : 'off']
  return [
    ...number('txqlen', 'txqueuelen', queueLength(kind)),
    ...text('group', 'group', 'default'),
    ...flag('MULTICAST', 'multicast', true),
    ...flag('ALLMULTI', 'allmulticast', false),
    ...flag('NOARP', 'arp', false, false),
    ...text('inet6_addr_gen_mode', 'addrgenmode', 'eui64'),
    ...number('gso_max_size', 'gso_max_size', 65536),
    ...number('gso_max_segs', 'gso_max_segs', 65535),
    ...number('gro_max_size', 'gro_max_size', 65536),
  ]
}
