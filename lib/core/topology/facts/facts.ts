import type { NetworkState } from '../../model/network-state'
import type { FactGroup } from './fact-list'
import { bridgeFacts, controllerFacts, ovsPortFacts } from './ovs'
import { functionFacts } from './functions'
import { guestFacts, guestNicFacts, networkFacts } from './libvirt'
import { linkFactGroups, neighbourFacts } from './link'
import type { Graph, GraphNode } from '../graph/graph'

export type NodeDescription = { title: string; subtitle: string; groups: readonly FactGroup[] }

/** All that is known of one node, each fact under its source; null where the graph has no such node. */
export const describeNode = (state: NetworkState, graph: Graph, nodeId: string): NodeDescription | null => {
  const node = graph.nodes.find((each) => each.id === nodeId)
  if (!node) return null
  const parent = node.parent === null ? undefined : graph.nodes.find((each) => each.id === node.parent)
  const groups = node.folds.length > 0 ? [] : groupsOf(state, node, parent)
  return {
    title: parent && node.kind === 'guest-nic' ? `${parent.name} · ${node.name}` : node.name,
    subtitle: [KIND_WORDS[node.kind], ...(parent && node.kind !== 'guest-nic' ? [`of ${parent.name}`] : [])].join(' '),
    groups: groups.filter((group) => group.facts.length > 0),
  }
}

const KIND_WORDS: Record<GraphNode['kind'], string> = {
  switch: 'switch, as LLDP describes it',
  'switch-port': 'switch port',
  nic: 'NIC',
  bond: 'bond',
  'vlan-link': 'VLAN link',
  'linux-bridge': 'Linux bridge',
  'ovs-bridge': 'Open vSwitch bridge',
  'fake-bridge': 'fake bridge',
  'bridge-port': 'port',
  network: 'libvirt network',
  portgroup: 'portgroup',
  tap: 'tap',
  macvtap: 'macvtap',
  macvlan: 'macvlan',
  veth: 'veth end',
  vf: 'virtual function',
  representor: 'representor',
  tunnel: 'tunnel',
  'tunnel-remote': 'tunnel end',
  guest: 'guest',
  'guest-nic': 'guest NIC',
  link: 'link',
  controller: 'controller',
  unrecognised: 'not recognised',
}

const groupsOf = (state: NetworkState, node: GraphNode, parent: GraphNode | undefined): FactGroup[] => {
  switch (node.kind) {
    case 'guest':
      return guestFacts(state, node)
    case 'guest-nic':
      return guestNicFacts(state, node)
    case 'network':
    case 'portgroup':
      return networkFacts(state, node)
    case 'switch':
    case 'switch-port':
      return neighbourFacts(state, node)
    case 'ovs-bridge':
    case 'fake-bridge':
      return [...bridgeFacts(state, node), ...linkFactGroups(state, node.name)]
    case 'controller':
      return controllerFacts(state, node, parent)
    case 'vf':
      return functionFacts(state, node)
    case 'unrecognised':
      return [...unrecognisedFacts(state, node), ...linkFactGroups(state, node.ref)]
    case 'tunnel-remote':
      return ovsPortFacts(state, node)
    default:
      return [...ovsPortFacts(state, node), ...linkFactGroups(state, node.ref), ...neighbourFacts(state, node)]
  }
}

const unrecognisedFacts = (state: NetworkState, node: GraphNode): FactGroup[] =>
  state.unrecognised
    .filter((each) => (each.name ?? each.what) === node.name)
    .map((each) => ({
      source: state.sources.find((source) => source.id === each.source)?.commands[0] ?? each.source,
      sourceId: each.source,
      facts: [
        { label: 'what', value: each.what },
        { label: 'as the host says it', value: each.raw },
      ],
    }))
