import type { GuestPath } from '@/lib/core/path/guest-path'
import type { GuestNic, LibvirtNetwork, LibvirtVlan } from '@/lib/core/model/libvirt'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { PortVlan } from '@/lib/core/model/vlan'
import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { vlanOfLibvirt } from '@/lib/core/vlan/libvirt'
import { indexHost } from '@/lib/core/state/host-index'

/** One place that may say the VLAN; the first that does wins. `value` is "none" where it says nothing. */
export type WhyRow = { label: string; value: string; vlan: PortVlan | null; isWinner: boolean }

type Candidate = { label: string; vlan: PortVlan | null; none?: string }

const NONE = 'none'

function networkOf(state: NetworkState, nic: GuestNic): LibvirtNetwork | undefined {
  const source = (nic.running ?? nic.stored)?.source
  return source?.type === 'network' ? indexHost(state).network(source.network) : undefined
}

function portgroupOf(nic: GuestNic, network: LibvirtNetwork | undefined) {
  const source = (nic.running ?? nic.stored)?.source
  const name = source?.type === 'network' ? source.portgroup : null
  return network?.portgroups.find((group) => (name === null ? group.isDefault : group.name === name))
}

/** The interface's own `<vlan>`. Running XML has the portgroup's already filled in, so the stored one is asked first. */
const ownVlan = (nic: GuestNic): LibvirtVlan | null => (nic.stored ? nic.stored.vlan : (nic.running?.vlan ?? null))

/**
 * Why a guest NIC is in the VLAN it is in: interface before portgroup before network (libvirt, formatnetwork.html), then
 * what the bridge's port says by itself, then a VLAN link under the bridge. Empty for any other node.
 */
export function whyVlan(state: NetworkState, graph: Graph, node: GraphNode, path: GuestPath): WhyRow[] {
  if (node.kind !== 'guest-nic') return []
  const nic = indexHost(state)
    .guest(node.ref)
    ?.nics.find(({ name }) => name === node.name)
  if (!nic) return []
  const network = networkOf(state, nic)
  const group = portgroupOf(nic, network)
  const onPath = graph.nodes.filter(({ id }) => path.nodeIds.has(id))
  const port = onPath.find(({ kind, role }) => kind === 'bridge-port' && role === 'guest')
  const vlanLink = onPath.find(({ kind, parent }) => kind === 'vlan-link' && parent === null)
  const candidates: Candidate[] = [
    { label: 'interface <vlan>', vlan: vlanOfLibvirt(ownVlan(nic)) },
    { label: group ? `portgroup ${group.name}` : 'portgroup', vlan: vlanOfLibvirt(group?.vlan ?? null) },
    {
      label: network ? `network ${network.name}` : 'network',
      vlan: vlanOfLibvirt(network?.vlan ?? null),
      none: network && network.forwardMode === 'bridge' && !network.virtualPort ? 'none, plain bridge' : NONE,
    },
    { label: 'port on the host', vlan: port?.vlan && port.vlan.tag !== null ? port.vlan : null },
    { label: 'VLAN link under the bridge', vlan: vlanLink?.vlan ?? null },
  ]
  const winner = candidates.findIndex(({ vlan }) => vlan !== null)
  // What lies below the winner does not matter; of the last two only a winner is worth a line.
  return candidates
    .map(({ label, vlan, none = NONE }, index) => ({
      label,
      value: vlan ? formatPortVlan(vlan) : none,
      vlan,
      isWinner: index === winner,
    }))
    .filter((row, index) => index < 3 || row.isWinner)
}
