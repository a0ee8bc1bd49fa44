import { z } from 'zod'
import { PortVlan } from '../../model/vlan'
import { NODE_KINDS, RANKS } from './kinds'

export const Rank = z.enum(RANKS)
export type Rank = z.infer<typeof Rank>

export const NodeKind = z.enum(NODE_KINDS)
export type NodeKind = z.infer<typeof NodeKind>

/** Health is the fill, always with its glyph: dot, triangle, crossed square, ring, hatch. */
export const Health = z.enum(['ok', 'warn', 'error', 'off', 'unknown'])
export type Health = z.infer<typeof Health>

/** The border. `foreign`: made and looked after by other software (libvirt's NAT bridges, OpenStack's agent, Docker). */
export const Ownership = z.enum(['ours', 'foreign', 'drifted'])
export type Ownership = z.infer<typeof Ownership>

/** What a bridge's row is for. `local` is the port named like the bridge: the host's own foot in it. */
export const PortRole = z.enum(['uplink', 'guest', 'internal', 'local', 'patch', 'tunnel', 'other'])
export type PortRole = z.infer<typeof PortRole>

export const GraphNode = z.object({
  /** Stable over readings: "<kind>:<owner>/<name>", e.g. "bridge-port:br-ovs/vnet4", "guest-nic:<uuid>/net0". */
  id: z.string(),
  kind: NodeKind,
  name: z.string(),
  rank: Rank,
  /** The box this row stands in: a bridge for its ports, a guest for its NICs, a switch for its ports. */
  parent: z.string().nullable(),
  health: Health,
  /** Why health is not "ok", in one sentence; empty when it is. */
  healthReason: z.string(),
  ownership: Ownership,
  /**
   * Short texts for the box, most important first: "10G · 9000"; "802.3ad · LACP", "2 of 2 · mtu 9000". A bridge has the text
   * at the right of its header ("Linux · mtu 9000"), a port row its right-hand text ("uplink", "patch ↔ br-tun", "expected
   * 125"), a guest its state where it does not run, a guest NIC the last two bytes of its MAC.
   */
  lines: z.array(z.string()),
  /** The host's own addresses on this link, with prefix length. */
  addresses: z.array(z.string()),
  /** Set on rows of bridges only. */
  role: PortRole.nullable(),
  /** The network's default portgroup: drawn with a star. */
  isDefault: z.boolean(),
  /** A fold stands for these node ids ("14 guests on web-20"); empty for an ordinary node. Its kind is that of what it folds. */
  folds: z.array(z.string()),
  vlan: PortVlan.nullable(),
  /** Lies on the links that our own SSH connection travels. */
  isManagement: z.boolean(),
  /** Words the search finds this node by: names, MACs, addresses, states, kinds. Lower case. */
  terms: z.array(z.string()),
  /** Name of the object in NetworkState, for the inspector: a link, a port, a guest UUID … */
  ref: z.string(),
})
export type GraphNode = z.infer<typeof GraphNode>

/** The line: access single, trunk double, macvtap dashed, patch dotted; `plain` where VLANs are not known or do not apply. */
export const EdgeKind = z.enum(['plain', 'access', 'trunk', 'macvtap', 'patch', 'tunnel', 'veth'])
export type EdgeKind = z.infer<typeof EdgeKind>

export const GraphEdge = z.object({
  /** "<from>--<to>", stable over readings. */
  id: z.string(),
  kind: EdgeKind,
  /** The end nearer the switch; `to` is nearer the guest. */
  from: z.string(),
  to: z.string(),
  vlan: PortVlan.nullable(),
  /** "bridge", "vepa", "VXLAN 5001" …; empty where the line says it. */
  label: z.string(),
  health: Health,
  /** How we know: `confirmed` by both ends or LLDP, `inferred` from a table, `guess` from names. */
  evidence: z.enum(['confirmed', 'inferred', 'guess']),
  isManagement: z.boolean(),
})
export type GraphEdge = z.infer<typeof GraphEdge>

/** A host's wiring as drawn. Nodes and edges are sorted by rank, then by a stable key: equal hosts give equal graphs. */
export const Graph = z.object({ nodes: z.array(GraphNode), edges: z.array(GraphEdge) })
export type Graph = z.infer<typeof Graph>
