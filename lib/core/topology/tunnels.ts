import type { TunnelDetail } from '../model/link'
import { linkFacts, nodeKindOf, ovsPortId } from './devices'
import type { GraphDraft } from './draft'
import { linkHealth } from './health'
import type { HostIndex } from './host-index'
import { nodeId } from './ids'
import { tunnelText } from './ovs-bridges'

/** Tunnels end at the other host: one node per remote address, whatever goes there. */
export const addTunnels = (draft: GraphDraft, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? [])
    for (const port of bridge.ports)
      for (const iface of port.interfaces)
        if (iface.tunnel) joinRemote(draft, iface.tunnel, ovsPortId({ bridge, port, iface }))
  for (const link of index.state.links) {
    if (nodeKindOf(index, link) !== 'tunnel' || index.ovsSeat(link.name)) continue
    const master = link.master !== null && index.link(link.master)?.kind === 'bridge' ? link.master : null
    const id = draft.add({
      id: nodeId('tunnel', link.name),
      kind: 'tunnel',
      name: link.name,
      rank: 'vlan-link',
      lines: [link.tunnel ? tunnelText(link.tunnel.type, link.tunnel.key) : link.kind],
      ...linkFacts(link),
      ...linkHealth(link),
    })
    if (link.tunnel) joinRemote(draft, link.tunnel, id)
    if (master !== null) draft.join({ from: id, to: nodeId('bridge-port', master, link.name) })
  }
}

const joinRemote = (draft: GraphDraft, tunnel: TunnelDetail, to: string): void => {
  const remote = tunnel.remote === null || tunnel.remote === 'flow' ? null : tunnel.remote
  const from = draft.add({
    id: nodeId('tunnel-remote', remote ?? `${tunnel.type} per flow`),
    kind: 'tunnel-remote',
    name: remote ?? 'set per flow',
    // A tunnel of Open vSwitch ends left of its bridge, a kernel tunnel left of its own link.
    rank: to.startsWith('tunnel:') ? 'bond' : 'vlan-link',
    lines: [remote === null ? `${tunnelText(tunnel.type, null)} remotes` : 'tunnel end'],
    terms: [tunnel.type],
  })
  draft.join({ from, to, kind: 'tunnel', label: tunnelText(tunnel.type, tunnel.key) })
}
