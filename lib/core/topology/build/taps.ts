import type { Link } from '../../model/link'
import { portRowOf } from './bridge-ports'
import { deviceId, linkFacts, nodeKindOf, rankOf } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { healthy, linkHealth, tapHealth, verdict } from '../graph/health'
import type { HealthVerdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { isVhostUser } from '../../state/nic-ends'
import { nodeId } from '../graph/ids'
import { networkNodeAt } from './networks'

/** Taps, macvtaps, macvlans and container ends: the host's side of what runs on it. */
export const addTaps = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    const kind = nodeKindOf(index, link)
    if (kind !== 'tap' && kind !== 'macvtap' && kind !== 'macvlan' && kind !== 'veth') continue
    if (index.ovsAttachment(link.name)?.iface.type === 'internal' || isHiddenEnd(index, link)) continue
    const row = portRowOf(index, link.name)
    const inBridge = row !== null
    const id = builder.add({
      id: nodeId(kind, link.name),
      kind,
      name: link.name,
      rank: kind === 'macvlan' && inBridge ? 'vlan-link' : rankOf(kind),
      lines: tapLines(index, link),
      ownership: row !== null && builder.get(row)?.ownership === 'drifted' ? 'drifted' : 'ours',
      ...linkFacts(link),
      ...health(index, link),
    })
    if (kind === 'macvtap' || kind === 'macvlan') joinLower(builder, index, link, id)
  }
  addUserspaceTaps(builder, index)
}

/** Of a veth pair one end is drawn as a node: not the one that is a row of a bridge while its peer is at hand. */
const isHiddenEnd = (index: HostIndex, link: Link): boolean =>
  link.kind === 'veth' && link.peer !== null && portRowOf(index, link.name) !== null

const tapLines = (index: HostIndex, link: Link): string[] => {
  if (link.macvlan) return [link.macvlan.mode]
  if (link.kind === 'veth') return [link.peer === null ? 'other end in another namespace' : `veth of ${link.peer}`]
  return index.guestAt(link.name) ? [] : ['no guest']
}

const health = (index: HostIndex, link: Link): HealthVerdict => {
  if (link.kind === 'veth' || link.kind === 'macvlan') return linkHealth(link)
  const attachment = index.guestAt(link.name)
  const own = tapHealth(link, attachment?.guest)
  if (own.health !== 'ok' || link.kind !== 'tap' || portRowOf(index, link.name) !== null) return own
  const source = attachment?.nic.running?.source
  if (source?.type === 'bridge')
    return verdict('error', `${link.name} is in no bridge; ${attachment?.guest.name ?? ''} wants ${source.bridge}`)
  if (source?.type === 'network')
    return verdict(
      'error',
      `${link.name} is in no bridge; ${attachment?.guest.name ?? ''} wants network ${source.network}`,
    )
  return healthy
}

/** macvtaps of a direct network go through its network node; others come straight from their lower link. */
const joinLower = (builder: GraphBuilder, index: HostIndex, link: Link, id: string): void => {
  const from = networkNodeAt(index, link.name) ?? (link.lower === null ? null : deviceId(index, link.lower))
  if (from !== null) builder.join({ from, to: id, kind: 'macvtap', label: link.macvlan?.mode ?? '' })
}

/** vhost-user ports have a socket instead of a kernel link. */
const addUserspaceTaps = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? [])
    for (const port of bridge.ports)
      for (const iface of port.interfaces)
        if (!index.link(iface.name) && isVhostUser(iface.type))
          builder.add({
            id: nodeId('tap', iface.name),
            kind: 'tap',
            name: iface.name,
            rank: 'tap',
            lines: ['vhost-user', ...(index.guestBehind(iface.name) ? [] : ['no guest'])],
            terms: Object.values(iface.options),
            ...(iface.linkState === 'down' ? verdict('off', `no process is at ${iface.name}'s socket`) : {}),
          })
}
