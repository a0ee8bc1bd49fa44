import type { Link } from '../../model/link'
import { bridgeBelow, deviceId, isOnTap, linkFacts } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { linkHealth } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { accessVlan } from '../../vlan/make'

/**
 * VLAN links push and pop one tag. On a NIC or bond they stand left of the bridges; on a tap (a guest that tags) between
 * bridge and tap; on a bridge they are the host's own foot in it: a row of its box.
 */
export const addVlanLinks = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    if (link.kind !== 'vlan') continue
    const parent = bridgeBelow(index, link)
    const vlan = link.vlan ? accessVlan(link.vlan.id) : null
    const id = builder.add({
      id: nodeId('vlan-link', link.name),
      kind: 'vlan-link',
      name: link.name,
      rank: parent ? 'bridge' : isOnTap(index, link) ? 'network' : 'vlan-link',
      parent,
      role: parent ? 'internal' : null,
      lines: link.vlan ? [`push ${link.vlan.id}`] : [],
      vlan,
      ...linkFacts(link),
      ...linkHealth(link),
    })
    if (parent === null) joinLower(builder, index, link, id)
  }
}

const joinLower = (builder: GraphBuilder, index: HostIndex, link: Link, id: string): void => {
  const lower = link.lower === null ? null : deviceId(index, link.lower)
  if (lower === null) return
  const vlan = link.vlan ? accessVlan(link.vlan.id) : null
  const ends = isOnTap(index, link) ? { from: id, to: lower } : { from: lower, to: id }
  builder.join({ ...ends, kind: vlan ? 'access' : 'plain', vlan })
}
