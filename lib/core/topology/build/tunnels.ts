import type { Link, TunnelDetail } from '../../model/link'
import { LINK_KINDS } from '../../model/link-kinds'
import { portRowOf } from './bridge-ports'
import { linkFacts, nodeKindOf, ovsPortId } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { linkHealth } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { tunnelText } from './ovs-bridges'

/** Tunnels end at the other host: one node per remote address, whatever goes there. */
export const addTunnels = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? [])
    for (const port of bridge.ports)
      for (const iface of port.interfaces)
        if (iface.tunnel) joinRemote(builder, iface.tunnel, ovsPortId({ bridge, port, iface }))
  for (const link of index.state.links) {
    if (nodeKindOf(index, link) !== 'tunnel' || index.ovsAttachment(link.name)) continue
    const end = portRowOf(index, link.name) ?? addLooseTunnel(builder, link)
    if (link.tunnel && hasRemote(link)) joinRemote(builder, link.tunnel, end)
  }
}

/** A tunnel for IP without one takes packets from whoever sends them, and none of it is set per flow. */
const hasRemote = ({ kind, tunnel }: Link): boolean => kind !== 'ip-tunnel' || tunnel?.remote !== null

/** A kernel tunnel in no bridge is a link of the host's own: a box in the bridges' column, with its addresses. */
const addLooseTunnel = (builder: GraphBuilder, link: Link): string =>
  builder.add({
    id: nodeId('tunnel', link.name),
    kind: 'tunnel',
    name: link.name,
    rank: 'bridge',
    lines: [link.tunnel ? tunnelText(link.tunnel.type, link.tunnel.key) : LINK_KINDS[link.kind].noun],
    ...linkFacts(link),
    ...linkHealth(link),
  })

const joinRemote = (builder: GraphBuilder, tunnel: TunnelDetail, to: string): void => {
  const remote = tunnel.remote === null || tunnel.remote === 'flow' ? null : tunnel.remote
  const from = builder.add({
    id: nodeId('tunnel-remote', remote ?? `${tunnel.type} per flow`),
    kind: 'tunnel-remote',
    name: remote ?? 'set per flow',
    rank: 'vlan-link',
    lines: [remote === null ? `${tunnelText(tunnel.type, null)} remotes` : 'tunnel end'],
    terms: [tunnel.type],
  })
  builder.join({ from, to, kind: 'tunnel', label: tunnelText(tunnel.type, tunnel.key) })
}
