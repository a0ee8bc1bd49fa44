import type { GraphNode, Health, NodeKind } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import { formatPortVlan } from '@/lib/core/vlan/words'

/** What a person calls each kind of thing. */
export const KIND_WORDS: Record<NodeKind, string> = {
  switch: 'switch',
  'switch-port': 'switch port',
  nic: 'NIC',
  bond: 'bond',
  'vlan-link': 'VLAN link',
  'linux-bridge': 'bridge',
  'ovs-bridge': 'OVS bridge',
  'fake-bridge': 'fake bridge',
  'bridge-port': 'port',
  network: 'network',
  portgroup: 'portgroup',
  tap: 'tap',
  macvtap: 'macvtap',
  macvlan: 'macvlan',
  veth: 'veth',
  vf: 'virtual function',
  representor: 'representor',
  tunnel: 'tunnel',
  'tunnel-remote': 'tunnel remote',
  guest: 'guest',
  'guest-nic': 'guest NIC',
  link: 'link',
  controller: 'controller',
  unrecognised: 'unrecognised',
}

/** The word beside each health glyph. */
export const HEALTH_WORDS: Record<Health, string> = {
  ok: 'up',
  warn: 'degraded',
  error: 'down',
  off: 'off',
  unknown: 'unknown',
}

/** What a change does to a thing, after its name. */
export const MARK_WORDS: Record<Mark, string> = {
  planned: 'new',
  removed: 'goes away',
  moved: 'moves',
  changed: 'changes',
}

const ROW_WORDS: Partial<Record<NodeKind, string>> = {
  switch: 'port',
  'linux-bridge': 'port',
  'ovs-bridge': 'port',
  'fake-bridge': 'port',
  guest: 'NIC',
}

/** A name as the screen titles it: guest NICs with their guest, "web1 · net0". */
export function titleOf(node: GraphNode, parent: GraphNode | null): string {
  return node.kind === 'guest-nic' && parent ? `${parent.name} · ${node.name}` : node.name
}

/**
 * The accessible name of a node: "bridge br125, Linux · mtu 9000, 2 ports, up". Says everything that the picture says
 * with shape, fill, border and glyph.
 */
export function accessibleName(node: GraphNode, parentName: string | null, rowCount = 0): string {
  const rowWord = ROW_WORDS[node.kind]
  const vlan = node.vlan && (node.vlan.tag || node.vlan.mode !== 'access') ? formatPortVlan(node.vlan) : ''
  const parts = [
    `${KIND_WORDS[node.kind]} ${node.kind === 'guest-nic' && parentName !== null ? `${parentName} ${node.name}` : node.name}`,
    ...node.lines,
    rowWord && rowCount > 0 ? `${rowCount} ${rowWord}${rowCount === 1 ? '' : 's'}` : '',
    // Networks and portgroups have it among their lines.
    node.lines.includes(vlan) ? '' : vlan,
    HEALTH_WORDS[node.health],
    node.healthReason,
    node.ownership === 'ours' ? '' : node.ownership,
    node.isManagement ? 'carries this SSH session' : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

const withoutPrefix = (cidr: string) => cidr.split('/')[0] ?? cidr

/** The text at the right of a bridge's port row: an internal port says its address, any other what it is for. */
export function portNote(node: GraphNode): string {
  const [first, ...more] = node.addresses
  // A fake bridge says first whose VLAN it is: that is what keeps it from being taken for a switch of its own.
  if (first === undefined || node.kind === 'fake-bridge') return node.lines.join(' · ')
  return `${withoutPrefix(first)}${more.length > 0 ? ` +${more.length}` : ''}`
}

/** A fold's own id; a bridge with one port also stands for that port, but is a bridge all the same. */
export const isFoldId = (id: string): boolean => id.startsWith('fold:')
