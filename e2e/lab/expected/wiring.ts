import type { TopologyResponse } from '@/lib/contract/host-state'
import type { PortVlan } from '@/lib/core/model/vlan'

/**
 * One edge as a person would write it down: "<kind> [<box>/]<name> > <kind> [<box>/]<name>", and behind a bar the line and the
 * VLANs: "access 125", "trunk 125,126", "trunk all", "native-untagged 1 of 125,126", "macvtap vepa".
 */
export type ExpectedEdge = string

type Node = TopologyResponse['nodes'][number]
type Edge = TopologyResponse['edges'][number]

function nodeWords(node: Node, byId: Map<string, Node>): string {
  // A portgroup is told apart by its network, which stands in its id.
  if (node.kind === 'portgroup') return node.id.replace(':', ' ')
  const box = node.parent === null ? undefined : byId.get(node.parent)?.name
  return `${node.kind} ${box ? `${box}/` : ''}${node.name}`
}

function vlanWords(vlan: PortVlan): string {
  const list = vlan.carriesAll ? 'all' : vlan.trunks.join(',')
  if (vlan.mode === 'access') return `access ${vlan.tag}`
  if (vlan.mode === 'trunk') return `trunk ${list}`
  return `${vlan.mode} ${vlan.tag} of ${list}`
}

function edgeWords(edge: Edge, byId: Map<string, Node>): ExpectedEdge {
  const end = (id: string) => {
    const node = byId.get(id)
    return node ? nodeWords(node, byId) : `missing node ${id}`
  }
  const line =
    edge.kind === 'access' || edge.kind === 'trunk' || edge.kind === 'plain' ? '' : `${edge.kind} ${edge.label}`
  const words = line.trim() || (edge.vlan ? vlanWords(edge.vlan) : '')
  return `${end(edge.from)} > ${end(edge.to)}${words ? ` | ${words}` : ''}`
}

/** Every edge of a graph in words, sorted: compared as a whole, so that nothing is missing and nothing is made up. */
export function wiringWords({ nodes, edges }: TopologyResponse): ExpectedEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return edges.map((edge) => edgeWords(edge, byId)).toSorted()
}
