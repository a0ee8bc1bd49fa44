import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph, GraphNode } from '@/lib/core/topology/graph'
import { formatVlanList } from '@/lib/core/topology/vlan-words'
import { vlansInOrder } from '../vlan-hues'

export type HostCount = { label: string; text: string }

const some = (count: number, word: string) => (count > 0 ? [`${count} ${word}`] : [])

/** "On this host": what there is of each kind, in words; kinds that are absent are left out. */
export function countHost(state: NetworkState, graph: Graph): HostCount[] {
  const nics = state.links.filter((link) => link.kind === 'nic')
  const dark = nics.filter((nic) => !nic.hasCarrier).length
  const kernelBonds = state.links.filter((link) => link.kind === 'bond').length
  const ovsBonds = state.ovs?.bridges.flatMap((bridge) => bridge.ports).filter((port) => port.bond !== null).length ?? 0
  const linuxBridges = state.links.filter((link) => link.kind === 'bridge').length
  const running = state.guests.filter((guest) => guest.state === 'running' || guest.state === 'idle').length
  const macvtaps = state.links.filter((link) => link.kind === 'macvtap').length
  const networks = state.libvirt?.networks ?? []
  const portgroups = networks.reduce((sum, network) => sum + network.portgroups.length, 0)
  const texts: [string, string[]][] = [
    ['NICs', [...some(nics.length, '').map((text) => text.trim()), ...some(dark, 'without carrier')]],
    ['bonds', [...some(kernelBonds, 'kernel'), ...some(ovsBonds, 'OVS')]],
    ['bridges', [...some(linuxBridges, 'Linux'), ...some(state.ovs?.bridges.length ?? 0, 'OVS')]],
    [
      'networks',
      [...some(networks.length, ''), ...some(portgroups, portgroups === 1 ? 'portgroup' : 'portgroups')].map((text) =>
        text.trim(),
      ),
    ],
    ['macvtaps', some(macvtaps, '').map((text) => text.trim())],
    ['guests', [...some(running, 'running'), ...some(state.guests.length - running, 'not running')]],
    ['VLANs', [formatVlanList(vlansInOrder(graph))].filter((text) => text !== '')],
  ]
  return texts.filter(([, parts]) => parts.length > 0).map(([label, parts]) => ({ label, text: parts.join(', ') }))
}

const SEVERITY: Record<GraphNode['health'], number> = { error: 0, warn: 1, unknown: 3, off: 4, ok: 4 }

/** Nodes that need a look, worst first: broken, degraded, drifted. Each is named once, at the node that says why: not at the switch's
 * end of a dead cable, nor at the tap of a drifted port. */
export function nodesToLookAt(graph: Graph): GraphNode[] {
  return graph.nodes
    .filter((node) => node.health === 'error' || node.health === 'warn' || node.ownership === 'drifted')
    .filter((node) => node.kind !== 'switch-port' && (node.healthReason !== '' || node.lines.length > 0))
    .map((node, index) => ({
      node,
      index,
      severity: Math.min(SEVERITY[node.health], node.ownership === 'drifted' ? 2 : 4),
    }))
    .sort((a, b) => a.severity - b.severity || a.index - b.index)
    .map(({ node }) => node)
}
