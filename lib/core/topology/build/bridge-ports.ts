/* What hangs on a bridge's port: the same for Linux bridges and Open vSwitch. */
import type { Link } from '../../model/link'
import type { PortVlan } from '../../model/vlan'
import { deviceId, isOnTap, isUplinkLike, nodeKindOf, ovsPortId } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { PortRole } from '../graph/graph'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { networkNodeAt } from './networks'
import { edgeKindOf } from '../graph/edge-kind'

/** The row that a link has in a bridge, of either kind; null where it is in none. */
export const portRowOf = (index: HostIndex, name: string): string | null => {
  const attachment = index.ovsAttachment(name)
  if (attachment) return ovsPortId(attachment)
  const master = index.link(name)?.master
  return master && index.link(master)?.kind === 'bridge' ? nodeId('bridge-port', master, name) : null
}

/** The bridge at the other end of a veth pair that joins two bridges. */
export const bridgedPeer = (index: HostIndex, link: Link): string | null =>
  link.kind === 'veth' && link.peer !== null ? portRowOf(index, link.peer) : null

export const roleOf = (index: HostIndex, link: Link): PortRole => {
  if (isUplinkLike(index, link) || link.kind === 'bond') return 'uplink'
  if (link.kind === 'vlan') return isOnTap(index, link) ? 'guest' : 'uplink'
  if (bridgedPeer(index, link)) return 'patch'
  switch (nodeKindOf(index, link)) {
    case 'tap':
    case 'macvtap':
    case 'veth':
    case 'representor':
      return 'guest'
    case 'tunnel':
      return 'tunnel'
    default:
      return 'other'
  }
}

/**
 * Joins a port's row to its device: uplinks from the left; taps (through their network or portgroup) and container ends to
 * the right; a veth pair between two bridges is one edge between their rows, drawn once.
 */
export const joinDevice = (
  builder: GraphBuilder,
  index: HostIndex,
  row: string,
  link: Link,
  vlan: PortVlan | null,
): void => {
  const edge = { vlan, kind: edgeKindOf(vlan) }
  const device = deviceId(index, link.name)
  const peer = bridgedPeer(index, link)
  if (peer !== null) {
    if (isFirstOfPair(index, link)) builder.join({ from: row, to: peer, kind: 'veth', vlan, label: 'veth' })
  } else if (link.kind === 'veth' && !isUplinkLike(index, link)) {
    const end = link.peer === null ? device : deviceId(index, link.peer)
    if (end) builder.join({ ...edge, from: row, to: end, kind: vlan ? edge.kind : 'veth' })
  } else if (roleOf(index, link) === 'guest') {
    if (device) joinThrough(builder, networkNodeAt(index, link.name), row, device, edge)
  } else if (device) builder.join({ ...edge, from: device, to: row })
}

type Line = { vlan: PortVlan | null; kind: 'plain' | 'access' | 'trunk' | 'patch' | 'tunnel' | 'veth' | 'macvtap' }

const joinThrough = (
  builder: GraphBuilder,
  networkNode: string | null,
  row: string,
  device: string,
  edge: Line,
): void => {
  if (networkNode === null) return builder.join({ ...edge, from: row, to: device })
  builder.join({ ...edge, from: row, to: networkNode })
  builder.join({ ...edge, from: networkNode, to: device })
}

/** Open vSwitch's end first: it is the one nearer the switch in OpenStack's qbr–br-int pairs. */
const isFirstOfPair = (index: HostIndex, link: Link): boolean => {
  const peer = link.peer ?? ''
  const isHere = index.ovsAttachment(link.name) !== undefined
  const isThere = index.ovsAttachment(peer) !== undefined
  return isHere === isThere ? link.name < peer : isHere
}
