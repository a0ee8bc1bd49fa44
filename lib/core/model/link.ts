import { z } from 'zod'
import { Sriov } from './sriov'
import { PortVlan } from './vlan'

/** Our word for what a kernel network device is; `kernelKind` keeps the kernel's own (IFLA_INFO_KIND). */
export const LinkKind = z.enum([
  'loopback',
  'nic',
  'representor',
  'bridge',
  'bond',
  'team',
  'hsr',
  'vrf',
  'vlan',
  'macsec',
  'veth',
  'tap',
  'tun',
  'macvtap',
  'macvlan',
  'ipvtap',
  'ipvlan',
  'vxlan',
  'gre',
  'geneve',
  'ip-tunnel',
  'wireguard',
  'dummy',
  'ovs-internal',
  'ovs-datapath',
  'other',
])
export type LinkKind = z.infer<typeof LinkKind>

export const OperState = z.enum(['up', 'down', 'unknown', 'dormant', 'lowerlayerdown', 'notpresent', 'testing'])
export type OperState = z.infer<typeof OperState>

export const IpAddress = z.object({
  family: z.enum(['inet', 'inet6']),
  /** Address with prefix length, as `ip` prints it: "192.0.2.1/24". */
  cidr: z.string(),
  scope: z.string(),
  isDynamic: z.boolean(),
  /** The other end of a point-to-point address with the prefix length, which is its own then: "192.0.2.1/32". */
  peer: z.string().nullable().default(null),
  broadcast: z.string().nullable().default(null),
  /** "eth0:1"; null where it is the link's name, or IPv6. */
  label: z.string().nullable().default(null),
  /** Of the route that the kernel makes to the address' network; null: the kernel's default. */
  metric: z.int().nullable().default(null),
  /** What else was set on it, in words that `ip address add` takes: ["noprefixroute"], ["proto", "dhcp"]. */
  options: z.array(z.string()).default([]),
  /** Null: for ever. */
  validSeconds: z.int().nullable().default(null),
  preferredSeconds: z.int().nullable().default(null),
  /** Keys of `ip -j addr` that we have no words for: the address cannot be written back as it was. */
  unknownKeys: z.array(z.string()).default([]),
})
export type IpAddress = z.infer<typeof IpAddress>

/** One row of `bridge vlan`: a VLAN or an inclusive range on one port of a Linux bridge. */
export const BridgeVlanEntry = z.object({
  from: z.int(),
  to: z.int(),
  isPvid: z.boolean(),
  isEgressUntagged: z.boolean(),
})
export type BridgeVlanEntry = z.infer<typeof BridgeVlanEntry>

export const BridgeDetail = z.object({
  isVlanFiltering: z.boolean(),
  vlanProtocol: z.string().nullable(),
  defaultPvid: z.int().nullable(),
  stpState: z.enum(['off', 'kernel', 'user']),
  bridgeId: z.string().nullable(),
  rootId: z.string().nullable(),
  ageingTimeMs: z.number().nullable(),
  forwardDelayMs: z.number().nullable(),
  isMulticastSnooping: z.boolean().nullable(),
  /** The bridge's own VLANs (`bridge vlan … self`): what its address and its VLAN links see. Empty where it does not filter. */
  vlans: z.array(BridgeVlanEntry),
})
export type BridgeDetail = z.infer<typeof BridgeDetail>

export const BridgePortDetail = z.object({
  state: z.enum(['disabled', 'listening', 'learning', 'forwarding', 'blocking', 'unknown']),
  isHairpin: z.boolean(),
  isIsolated: z.boolean(),
  isLearning: z.boolean(),
  cost: z.int().nullable(),
  priority: z.int().nullable(),
  /** The port's VLAN table, empty where the bridge does not filter. */
  vlans: z.array(BridgeVlanEntry),
  /** The table in switch-port words; null where the bridge does not filter. */
  vlan: PortVlan.nullable(),
})
export type BridgePortDetail = z.infer<typeof BridgePortDetail>

export const LacpState = z.object({
  systemId: z.string().nullable(),
  portId: z.string().nullable(),
  key: z.string().nullable(),
  /** IEEE 802.1AX state flags in words: activity, timeout, aggregation, synchronized, collecting, distributing, defaulted, expired. */
  flags: z.array(z.string()),
})
export type LacpState = z.infer<typeof LacpState>

/** A member of a kernel or an Open vSwitch bond. */
export const BondMember = z.object({
  name: z.string(),
  isUp: z.boolean(),
  /** Carries traffic now: enabled (OVS), ACTIVE (kernel). */
  isEnabled: z.boolean(),
  isActive: z.boolean(),
  speedMbps: z.int().nullable(),
  linkFailureCount: z.int().nullable(),
  permanentMac: z.string().nullable(),
  aggregatorId: z.int().nullable(),
  /** "current attached", "defaulted detached" …: the member's own LACP words; null without LACP. */
  lacpStatus: z.string().nullable(),
  actor: LacpState.nullable(),
  partner: LacpState.nullable(),
})
export type BondMember = z.infer<typeof BondMember>

export const BondDetail = z.object({
  /** The owner's word for the mode: 802.3ad, active-backup, balance-xor, balance-slb, balance-tcp … */
  mode: z.string(),
  members: z.array(BondMember),
  activeMember: z.string().nullable(),
  primary: z.string().nullable(),
  hashPolicy: z.string().nullable(),
  /** Configured: off, active or passive. */
  lacp: z.enum(['off', 'active', 'passive']),
  lacpRate: z.enum(['slow', 'fast']).nullable(),
  /** What the protocol came to: negotiated, configured (no partner yet), or off. */
  lacpStatus: z.enum(['off', 'configured', 'negotiated', 'unknown']),
  partnerMac: z.string().nullable(),
  hasFallbackActiveBackup: z.boolean(),
  detectMode: z.enum(['miimon', 'carrier', 'arp']).nullable(),
  monitorIntervalMs: z.int().nullable(),
  upDelayMs: z.int().nullable(),
  downDelayMs: z.int().nullable(),
})
export type BondDetail = z.infer<typeof BondDetail>

export const TunnelDetail = z.object({
  type: z.enum([
    'vxlan',
    'gre',
    'geneve',
    'stt',
    'ip6gre',
    'erspan',
    'ipip',
    'sit',
    'ip6tnl',
    'vti',
    'xfrm',
    'bareudp',
    'other',
  ]),
  remote: z.string().nullable(),
  local: z.string().nullable(),
  key: z.string().nullable(),
  destinationPort: z.int().nullable(),
  lower: z.string().nullable(),
  /** Keys and remotes are set per packet (collect metadata, `external`, `flow`). */
  isExternal: z.boolean(),
})
export type TunnelDetail = z.infer<typeof TunnelDetail>

export const MacvlanMode = z.enum(['vepa', 'bridge', 'private', 'passthru', 'source'])
export type MacvlanMode = z.infer<typeof MacvlanMode>

/** A kernel network device, as `ip -d -j link` shows it, joined with its addresses and its details from other commands. */
export const Link = z.object({
  index: z.int(),
  /** The kernel's name. May hold any byte but "/" and blanks when it was not made by us: show it escaped, never as markup. */
  name: z.string(),
  kind: LinkKind,
  kernelKind: z.string().nullable(),
  alias: z.string().nullable(),
  altNames: z.array(z.string()),
  mac: z.string().nullable(),
  mtuBytes: z.int(),
  isUp: z.boolean(),
  hasCarrier: z.boolean(),
  operState: OperState,
  /** Bridge, bond or VRF that holds this link. For Open vSwitch ports see OvsState: `ovs-system` here is not a bridge. */
  master: z.string().nullable(),
  /** The link below: a VLAN's parent, a macvtap's lower device. Null also where it lives in another namespace. */
  lower: z.string().nullable(),
  /** Other end of a veth pair in this namespace. */
  peer: z.string().nullable(),
  isPeerElsewhere: z.boolean(),
  speedMbps: z.int().nullable(),
  duplex: z.enum(['full', 'half']).nullable(),
  driver: z.string().nullable(),
  /** gre0, gretap0, erspan0 …: made by the kernel with the module, carries nothing by itself. */
  isFallback: z.boolean(),
  addresses: z.array(IpAddress),
  bridge: BridgeDetail.nullable(),
  bridgePort: BridgePortDetail.nullable(),
  bond: BondDetail.nullable(),
  vlan: z.object({ id: z.int(), protocol: z.string() }).nullable(),
  macvlan: z.object({ mode: MacvlanMode }).nullable(),
  /** Of an ipvlan or ipvtap; `reach`: whom its siblings on the same lower link can talk to (ip-link(8)). */
  ipvlan: z
    .object({ mode: z.enum(['l2', 'l3', 'l3s']), reach: z.enum(['bridge', 'private', 'vepa']) })
    .nullable()
    .default(null),
  /** Routing table of a VRF, as `ip` prints it; null for other links. */
  vrfTable: z.string().nullable().default(null),
  /** The links of an HSR or PRP ring. */
  ring: z.array(z.string()).default([]),
  /** PCI address of the card, "0000:03:00.0"; null: none, or not read. */
  pci: z.string().nullable().default(null),
  sriov: Sriov.nullable().default(null),
  tunnel: TunnelDetail.nullable(),
  /** What else was set on it, in words that `ip link set` takes: ["txqueuelen", "500"]. */
  options: z.array(z.string()).default([]),
  /** And as a link of its kind, in words of `ip link set … type KIND`: ["ageing_time", "12000"]. */
  kindOptions: z.array(z.string()).default([]),
  /** And as a port or member, in words of `ip link set … type bridge_slave` or `bond_slave`: ["guard", "on"]. */
  portOptions: z.array(z.string()).default([]),
  /** Keys of `ip -d -j link` that we have no words for: what they say goes with the link. */
  unknownKeys: z.array(z.string()).default([]),
})
export type Link = z.infer<typeof Link>

/** One of several ways of a route (multipath). */
export const RouteHop = z.object({
  gateway: z.string().nullable(),
  link: z.string().nullable(),
  weight: z.int(),
  /** The gateway is reached by the link although no address says so. */
  isOnlink: z.boolean(),
})
export type RouteHop = z.infer<typeof RouteHop>

export const Route = z.object({
  family: z.enum(['inet', 'inet6']),
  /** "default" or a prefix. */
  destination: z.string(),
  /** Null where nothing is between, and where `hops` say it. */
  gateway: z.string().nullable(),
  link: z.string().nullable(),
  table: z.string(),
  protocol: z.string().nullable(),
  metric: z.int().nullable(),
  preferredSource: z.string().nullable(),
  /** unicast, blackhole, unreachable, prohibit, throw, local, broadcast … (ip-route(8)). */
  type: z.string().default('unicast'),
  tos: z.string().nullable().default(null),
  /** IPv6: only for packets from this prefix. */
  from: z.string().nullable().default(null),
  /** Null: as `ip` chooses it. */
  scope: z.string().nullable().default(null),
  /** The gateway is reached by the link although no address says so. */
  isOnlink: z.boolean().default(false),
  /** What else was set on it, in words that `ip route add` takes: ["mtu", "1400", "pref", "high"]. */
  options: z.array(z.string()).default([]),
  /** All ways of a multipath route, in their order; else empty. */
  hops: z.array(RouteHop).default([]),
  /** Null: for ever. */
  expiresSeconds: z.int().nullable().default(null),
  /** Keys of `ip -j route` that we have no words for: the route cannot be written back as it was. */
  unknownKeys: z.array(z.string()).default([]),
})
export type Route = z.infer<typeof Route>

/** A learned or static forwarding entry. `bridge` says whose table; OVS entries come from `ovs-appctl fdb/show`. */
export const FdbEntry = z.object({
  bridge: z.string().nullable(),
  port: z.string(),
  mac: z.string(),
  vlanId: z.int().nullable(),
  ageSeconds: z.int().nullable(),
  isStatic: z.boolean(),
  isLocal: z.boolean(),
})
export type FdbEntry = z.infer<typeof FdbEntry>

/** The shapes that are objects of their own, which plans touch, by kind (lib/core/objects). */
export const LINK_OBJECTS = { link: Link, route: Route } as const
