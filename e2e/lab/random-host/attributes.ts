import type { Random } from '../random'

/*
 * What can be set on each kind of thing, in the words of the tool that sets it, each with values to draw from. What this host's kernel or
 * tools refuse is left as it is: the raw dumps say what came of it.
 */
type Values = readonly (string | number)[]
type Attributes = Readonly<Record<string, Values>>

const ON_OFF = ['on', 'off'] as const
const BOTH = [0, 1] as const

/** `ip link set dev LINK` */
const LINK: Attributes = {
  mtu: [1280, 1400, 1492, 2000],
  txqueuelen: [1, 50, 500, 2000],
  alias: ['to-the-lab', 'port_7', 'uplink'],
  group: [5, 77],
  address: ['02:00:5e:10:00:01', '02:00:5e:20:00:02', '06:11:22:33:44:55'],
  multicast: ON_OFF,
  allmulticast: ON_OFF,
  arp: ['on', 'on', 'off'],
  addrgenmode: ['none', 'random'],
  gso_max_size: [16384, 32768],
  gso_max_segs: [16, 1000],
  gro_max_size: [16384],
}

/** `ip link set dev LINK type bridge` */
const BRIDGE: Attributes = {
  ageing_time: [0, 12000, 60000],
  forward_delay: [200, 400, 900],
  hello_time: [100, 300, 500],
  max_age: [600, 1000, 3000],
  priority: [0, 4096, 61440],
  group_fwd_mask: [8, 16384],
  group_address: ['01:80:c2:00:00:08', '01:80:c2:00:00:0e'],
  no_linklocal_learn: BOTH,
  mcast_snooping: BOTH,
  mcast_router: [0, 2],
  mcast_query_use_ifaddr: BOTH,
  mcast_querier: BOTH,
  mcast_hash_max: [512, 2048],
  mcast_last_member_count: [1, 5],
  mcast_startup_query_count: [1, 5],
  mcast_last_member_interval: [50, 200],
  mcast_membership_interval: [13000, 40000],
  mcast_querier_interval: [20000, 30000],
  mcast_query_interval: [6000, 20000],
  mcast_query_response_interval: [500, 2000],
  mcast_startup_query_interval: [2000, 5000],
  mcast_stats_enabled: BOTH,
  mcast_igmp_version: [2, 3],
  mcast_mld_version: [1, 2],
  nf_call_iptables: BOTH,
  nf_call_ip6tables: BOTH,
  nf_call_arptables: BOTH,
  vlan_filtering: BOTH,
  vlan_default_pvid: [0, 1, 30],
  vlan_protocol: ['802.1Q', '802.1ad'],
  vlan_stats_enabled: BOTH,
  vlan_stats_per_port: BOTH,
  mcast_vlan_snooping: BOTH,
  stp_state: [0, 0, 0, 1],
}

/** `ip link set dev LINK type bridge_slave` */
const PORT: Attributes = {
  priority: [0, 16, 63],
  cost: [1, 55, 65535],
  guard: ON_OFF,
  hairpin: ON_OFF,
  fastleave: ON_OFF,
  root_block: ON_OFF,
  learning: ON_OFF,
  flood: ON_OFF,
  proxy_arp: ON_OFF,
  proxy_arp_wifi: ON_OFF,
  mcast_router: [0, 2],
  mcast_flood: ON_OFF,
  bcast_flood: ON_OFF,
  mcast_to_unicast: ON_OFF,
  group_fwd_mask: [8, 16384],
  neigh_suppress: ON_OFF,
  vlan_tunnel: ON_OFF,
  isolated: ON_OFF,
  locked: ON_OFF,
}

/** `ip link set dev LINK type bond`; the mode comes first, for it says which of the others there are. */
const BOND: Attributes = {
  miimon: [50, 100, 250],
  updelay: [0, 200, 500],
  downdelay: [0, 200, 500],
  use_carrier: BOTH,
  fail_over_mac: ['none', 'active', 'follow'],
  xmit_hash_policy: ['layer2', 'layer2+3', 'layer3+4', 'encap2+3'],
  primary_reselect: ['always', 'better', 'failure'],
  resend_igmp: [0, 3],
  num_grat_arp: [2, 5],
  all_slaves_active: BOTH,
  min_links: [0, 1],
  lp_interval: [2, 10],
  packets_per_slave: [2, 5],
  lacp_rate: ['slow', 'fast'],
  lacp_active: ON_OFF,
  ad_select: ['stable', 'bandwidth', 'count'],
  ad_actor_sys_prio: [100, 65535],
  ad_user_port_key: [7, 1000],
  tlb_dynamic_lb: BOTH,
  arp_validate: ['none'],
}
const BOND_MODES = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb']

/** `ip link add … type vlan` and `ip link set dev LINK type vlan` */
const VLAN: Attributes = {
  reorder_hdr: ON_OFF,
  gvrp: ON_OFF,
  mvrp: ON_OFF,
  loose_binding: ON_OFF,
  'ingress-qos-map': ['1:2', '3:5'],
  'egress-qos-map': ['0:3', '2:6'],
}

/** `ip link set dev LINK type macvlan` */
const MACVLAN: Attributes = { bcqueuelen: [10, 5000] }

/** Each of these with a chance of one in `rarity`, in a random order that comes again with the seed. */
function drawn(attributes: Attributes, random: Random, rarity: number): [string, string][] {
  return Object.entries(attributes).flatMap(([name, values]): [string, string][] =>
    random.below(rarity) === 0 ? [[name, String(random.pick(values))]] : [],
  )
}

const set = (link: string, type: string, attributes: readonly [string, string][]): string[] =>
  attributes.map(([name, value]) => ['ip link set dev', link, type, name, value].filter(Boolean).join(' '))

/** Lines as `shellOf` takes them. */
export const drawLink = (link: string, random: Random, rarity = 5): string[] => [
  ...set(link, '', drawn(LINK, random, rarity)),
  ...(random.below(rarity) === 0 ? [`ip link property add dev ${link} altname other-name-of-${link}`] : []),
]
export const drawBridge = (link: string, random: Random): string[] => set(link, 'type bridge', drawn(BRIDGE, random, 4))
export const drawPort = (link: string, random: Random): string[] =>
  set(link, 'type bridge_slave', drawn(PORT, random, 4))
export const drawVlan = (link: string, random: Random): string[] => set(link, 'type vlan', drawn(VLAN, random, 3))
export const drawMacvlan = (link: string, kind: string, random: Random): string[] =>
  set(link, `type ${kind} mode bridge`, drawn(MACVLAN, random, 3))
export function drawBond(link: string, random: Random): string[] {
  const mode = random.pick(BOND_MODES)
  return [`ip link set dev ${link} type bond mode ${mode}`, ...set(link, 'type bond', drawn(BOND, random, 3))]
}
