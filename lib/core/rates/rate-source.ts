import type { NetworkState } from '../model/network-state'
import type { Graph, GraphNode } from '../topology/graph/graph'
import { indexHost } from '../state/host-index'

/** Which counters are a node's, and whose in and out they are: a host's "received" on a tap is what the guest has sent. */
export type RateSource = {
  /** Names of the devices that are added up. */
  names: readonly string[]
  rxWords: string
  txWords: string
  /** Which of the two runs towards the guest: to the right in the graph. */
  towardsGuest: 'rx' | 'tx'
}

type Words = Omit<RateSource, 'names'>

const OF_GUEST: Words = { rxWords: 'from the guest', txWords: 'to the guest', towardsGuest: 'tx' }
/** A macvtap stands for the guest's own NIC: what it receives is the guest's (libvirt swaps only taps). */
const OF_MACVTAP: Words = { rxWords: 'to the guest', txWords: 'from the guest', towardsGuest: 'rx' }
const OF_UPLINK: Words = { rxWords: 'in from the network', txWords: 'out to the network', towardsGuest: 'rx' }
const OF_HOST: Words = { rxWords: 'to the host itself', txWords: 'from the host itself', towardsGuest: 'rx' }
const OF_PATCH: Words = { rxWords: 'into this bridge', txWords: 'out of this bridge', towardsGuest: 'rx' }
const OF_TUNNEL: Words = { rxWords: 'in from the tunnel', txWords: 'out to the tunnel', towardsGuest: 'rx' }
const OF_VETH: Words = { rxWords: 'from the other end', txWords: 'to the other end', towardsGuest: 'tx' }
const PLAIN: Words = { rxWords: 'received', txWords: 'sent', towardsGuest: 'rx' }

/** Null for what carries no frames of its own: a switch, a network, a guest. */
export function rateSourceOf(state: NetworkState, graph: Graph, node: GraphNode): RateSource | null {
  if (node.folds.length > 0) return null
  if (node.kind === 'guest-nic') {
    const tap = graph.edges.find(({ to }) => to === node.id)?.from
    const source = graph.nodes.find(({ id, kind }) => id === tap && kind !== 'network' && kind !== 'portgroup')
    return source === undefined || source.kind === 'guest-nic' ? null : rateSourceOf(state, graph, source)
  }
  const words = wordsOf(state, node)
  return words === null ? null : { names: namesOf(state, node), ...words }
}

function wordsOf(state: NetworkState, { kind, role, name }: GraphNode): Words | null {
  switch (kind) {
    case 'tap':
    case 'representor':
      return OF_GUEST
    case 'macvtap':
      return OF_MACVTAP
    case 'nic':
    case 'bond':
    case 'vlan-link':
      return OF_UPLINK
    case 'linux-bridge':
    case 'ovs-bridge':
    case 'fake-bridge':
      return OF_HOST
    case 'tunnel':
      return OF_TUNNEL
    case 'veth':
      return OF_VETH
    case 'link':
    case 'macvlan':
      return PLAIN
    case 'bridge-port':
      return portWords(role, indexHost(state).link(name)?.kind)
    default:
      return null
  }
}

function portWords(role: GraphNode['role'], linkKind: NetworkState['links'][number]['kind'] | undefined): Words {
  if (role === 'uplink') return OF_UPLINK
  if (role === 'guest') return linkKind === 'veth' ? OF_VETH : linkKind === 'macvtap' ? OF_MACVTAP : OF_GUEST
  if (role === 'patch') return OF_PATCH
  if (role === 'tunnel') return OF_TUNNEL
  return role === 'local' || role === 'internal' ? OF_HOST : PLAIN
}

/** An Open vSwitch bond is no device: its interfaces are. */
function namesOf(state: NetworkState, node: GraphNode): readonly string[] {
  const index = indexHost(state)
  if (index.link(node.name) !== undefined) return [node.name]
  const port = index.ovsPort(node.name)?.port
  return port === undefined ? [node.name] : port.interfaces.map(({ name }) => name)
}
