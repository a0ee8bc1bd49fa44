/* Which node stands for a kernel link, and which links are plumbing of other software that no node stands for. */
import type { Link } from '../../model/link'
import type { GraphNode, NodeKind, Rank } from '../graph/graph'
import type { HostIndex, OvsAttachment } from '../../state/host-index'
import { isUserspaceCard } from '../../state/nic-ends'
import { nodeId } from '../graph/ids'

/** Names that udev and the kernel give to network cards; in namespaces and containers a veth or tap plays the part. */
const CARD_NAME = /^(eth|en[opsx]|ens|nic)\d/

/**
 * Does this link play a NIC's part: the way out of the host? A real one, or a veth or tap (in a lab or a nested host) that is a
 * bond member, has a neighbour on its cable, carries VLAN links or is named like a card.
 */
export const isUplinkLike = (index: HostIndex, link: Link): boolean => {
  if (link.kind === 'nic') return true
  const isStandIn = (link.kind === 'veth' && link.peer === null) || link.kind === 'tap'
  if (!isStandIn || index.ovsAttachment(link.name)?.iface.type === 'internal') return false
  return (
    index.hasNeighbour(link.name) ||
    index.isBondMember(link.name) ||
    CARD_NAME.test(link.name) ||
    (link.kind === 'veth' && (index.uppersOf(link.name).length > 0 || isHostsOwn(link)))
  )
}

/** A veth end with an address in no bridge is how a host in a namespace reaches the world. */
const isHostsOwn = (link: Link): boolean =>
  link.master === null && link.addresses.some((address) => address.scope !== 'link')

/** Links that Open vSwitch or the kernel keeps for itself: its datapath devices, fallback tunnels, the loopback. */
const isPlumbing = (index: HostIndex, link: Link): boolean =>
  link.kind === 'loopback' ||
  link.kind === 'ovs-datapath' ||
  link.isFallback ||
  link.name === 'ovs-netdev' ||
  (index.state.ovs !== null && /^(vxlan|genev|gre|stt)_sys(_\d+)?$/.test(link.name))

const KINDS: Record<Link['kind'], NodeKind> = {
  loopback: 'link',
  'ovs-datapath': 'link',
  nic: 'nic',
  representor: 'representor',
  bond: 'bond',
  team: 'bond',
  hsr: 'link',
  vrf: 'link',
  macsec: 'link',
  ipvlan: 'link',
  ipvtap: 'link',
  'ip-tunnel': 'tunnel',
  wireguard: 'tunnel',
  bridge: 'linux-bridge',
  vlan: 'vlan-link',
  veth: 'veth',
  tap: 'tap',
  tun: 'link',
  macvtap: 'macvtap',
  macvlan: 'macvlan',
  vxlan: 'tunnel',
  gre: 'tunnel',
  geneve: 'tunnel',
  dummy: 'link',
  'ovs-internal': 'link',
  other: 'unrecognised',
}

/** Kind of the node for a link; null for plumbing. */
export const nodeKindOf = (index: HostIndex, link: Link): NodeKind | null =>
  isPlumbing(index, link) ? null : isUplinkLike(index, link) ? 'nic' : KINDS[link.kind]

/** Is this OVS port the bridge's own (named like it), or a fake bridge's? */
const isLocalPort = (attachment: OvsAttachment): boolean => attachment.port.name === attachment.bridge.name
export const fakeBridgeOfPort = (attachment: OvsAttachment) =>
  attachment.bridge.fakeBridges.find((fake) => fake.name === attachment.port.name)

/** Node of an OVS port: a row of its bridge, or of the fake bridge it belongs to; a local port may be the box itself. */
export const ovsPortId = (attachment: OvsAttachment): string =>
  fakeBridgeOfPort(attachment)
    ? nodeId('fake-bridge', attachment.bridge.name, attachment.port.name)
    : nodeId('bridge-port', attachment.bridge.name, attachment.port.name)

/** Node that stands for the link `name`, the kernel's or a switch's; null where there is none. */
export const deviceId = (index: HostIndex, name: string): string | null => {
  const attachment = index.ovsAttachment(name)
  if (attachment?.iface.type === 'internal') return ovsPortId(attachment)
  const link = index.link(name)
  // Cards of a switch of user space are nodes without a link.
  if (link === undefined && attachment && isUserspaceCard(attachment.iface.type)) return nodeId('nic', name)
  const kind = link && nodeKindOf(index, link)
  return kind ? nodeId(kind, name) : null
}

/** A VLAN link, macvlan or bridge that stands on a tap hangs on the guest's side of the bridge. */
export const isOnTap = (index: HostIndex, link: Link): boolean => {
  const lower = link.lower === null ? undefined : index.link(link.lower)
  return link.kind === 'vlan' && lower !== undefined && nodeKindOf(index, lower) === 'tap'
}

/** A VLAN link of a bridge (brv.200 on brv) is a foot of the host in that bridge: a row of its box. */
export const bridgeBelow = (index: HostIndex, link: Link): string | null => {
  if (link.kind !== 'vlan' || link.lower === null) return null
  const lower = index.link(link.lower)
  if (lower?.kind === 'bridge' && index.ovsAttachment(link.lower) === undefined)
    return nodeId('linux-bridge', link.lower)
  const attachment = index.ovsAttachment(link.lower)
  return attachment && isLocalPort(attachment) ? nodeId('ovs-bridge', attachment.bridge.name) : null
}

export const rankOf = (kind: NodeKind): Rank => {
  switch (kind) {
    case 'switch':
    case 'switch-port':
      return 'switch'
    case 'nic':
    case 'link':
    case 'unrecognised':
      return 'nic'
    case 'bond':
      return 'bond'
    case 'vlan-link':
    case 'tunnel-remote':
      return 'vlan-link'
    case 'linux-bridge':
    case 'ovs-bridge':
    case 'fake-bridge':
    case 'bridge-port':
    case 'controller':
    case 'tunnel':
      return 'bridge'
    case 'network':
    case 'portgroup':
      return 'network'
    case 'tap':
    case 'macvtap':
    case 'macvlan':
    case 'veth':
    case 'vf':
    case 'representor':
      return 'tap'
    case 'guest':
    case 'guest-nic':
      return 'guest'
  }
}

/** What every node of a kernel link has: names, MAC and addresses to be found by. */
export const linkFacts = (link: Link): Pick<GraphNode, 'addresses' | 'terms' | 'ref'> => ({
  ref: link.name,
  addresses: link.addresses.filter((address) => address.scope !== 'link').map((address) => address.cidr),
  terms: [link.mac ?? '', link.alias ?? '', ...link.altNames],
})
