/* What a fold is called, and its stable id. */
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { isSameVlan } from '../../vlan/same'

const PLURALS: Partial<Record<GraphNode['kind'], string>> = {
  guest: 'guests',
  tap: 'taps',
  macvtap: 'macvtaps',
  macvlan: 'macvlans',
  veth: 'veth ends',
  nic: 'NICs',
  link: 'links',
  'switch-port': 'ports',
  'bridge-port': 'ports',
  'vlan-link': 'VLAN links',
  'linux-bridge': 'bridges',
  'ovs-bridge': 'bridges',
  network: 'networks',
  portgroup: 'portgroups',
  tunnel: 'tunnels',
  'tunnel-remote': 'tunnel ends',
}

/** The portgroup or network, else the bridge or link, that a node and its like hang on; "" where on nothing. */
const anchorOf = (view: GraphView, node: GraphNode): { id: string; name: string } => {
  const networkNode = nearest(view, node, (each) => each.rank === 'network' && each.kind !== 'vlan-link')
  if (networkNode && networkNode.id !== node.id) return { id: networkNode.id, name: networkNode.name }
  const box = nearest(view, node, (each) => each.rank === 'bridge' && each.parent === null)
  if (box && box.id !== node.id) return { id: box.id, name: box.name }
  const lower = nearest(view, node, (each) => each.rank === 'bond' || each.rank === 'nic')
  return lower && lower.id !== node.id ? { id: lower.id, name: lower.name } : { id: '', name: '' }
}

/** The first node of the wanted sort on the way from the guest to the switch. */
const nearest = (view: GraphView, from: GraphNode, isWanted: (node: GraphNode) => boolean): GraphNode | undefined => {
  let front = [from, ...view.children(from.id)]
  const outward = view.out(from.id).flatMap((edge) => view.node(edge.to) ?? [])
  const beside = outward.find(isWanted)
  if (from.rank === 'bridge' && beside) return beside
  for (let depth = 0; depth < 6; depth++) {
    const found = front.find(isWanted)
    if (found) return found
    front = front.flatMap((node) => [
      ...view.in(node.id).flatMap((edge) => view.node(edge.from) ?? []),
      ...(node.parent === null || node.rank === 'guest'
        ? []
        : [view.node(node.parent)].filter((each) => each !== undefined)),
    ])
    front = front.slice(0, 8)
  }
  return undefined
}

/** The part of the id that ports, taps and guests of one group share: what they hang on, and whether they run. */
export const foldKey = (view: GraphView, node: GraphNode): string => {
  const anchor = anchorOf(view, node)
  const state = node.health === 'ok' ? '' : `,${node.health}`
  if (node.kind === 'bridge-port' && node.role !== 'guest') return `${node.role ?? 'other'}@${node.parent ?? ''}`
  if (node.kind === 'switch-port') return `not used@${node.parent ?? ''}`
  if (node.kind === 'nic') return `not used`
  return `${anchor.id}${state}`
}

const commonVlan = (members: readonly GraphNode[]) => {
  const first = members[0]?.vlan ?? null
  return first && members.every((node) => node.vlan && isSameVlan(node.vlan, first)) ? first : null
}

/** The stacked card: "14 guests", "on web-20". */
export const foldNode = (view: GraphView, members: readonly GraphNode[], key: string): GraphNode => {
  const [first] = members
  if (!first) throw new RangeError('a fold has members')
  const what = first.kind === 'bridge-port' && first.role === 'tunnel' ? 'tunnels' : (PLURALS[first.kind] ?? 'objects')
  const { name: on } = anchorOf(view, first)
  const count = members.length
  return {
    ...first,
    ...texts(first, count, what, on),
    id: `fold:${first.kind}/${key}`,
    vlan: commonVlan(members),
    addresses: [],
    folds: [],
    isDefault: false,
    terms: [],
    // Ports and taps of one group know each other by it.
    ref: `fold ${key}`,
  }
}

const texts = (
  first: GraphNode,
  count: number,
  what: string,
  on: string,
): Pick<GraphNode, 'name' | 'lines' | 'healthReason'> => {
  const healthReason = first.health === 'ok' ? '' : `none of the ${count} runs`
  if (first.kind === 'nic')
    return {
      name: `${count} NICs not used`,
      lines: [],
      healthReason: first.health === 'ok' ? '' : 'none has carrier, and nothing uses them',
    }
  if (first.role === 'internal') return { name: `${count} more, no guest`, lines: ['internal'], healthReason }
  if (first.kind === 'bridge-port' && first.role === 'guest')
    return { name: on === '' ? `${count} ports` : `${count} ports on ${on}`, lines: [], healthReason }
  const isPlaced = first.kind === 'guest' || first.rank === 'bridge' || first.kind === 'vlan-link'
  return { name: `${count} ${what}`, lines: isPlaced && on !== '' ? [`on ${on}`] : [], healthReason }
}
