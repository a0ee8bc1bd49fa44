import type { NetworkState } from '../model/network-state'
import type { Graph, GraphNode } from '../topology/graph/graph'
import { viewGraph } from '../topology/graph/graph-view'
import type { GraphView } from '../topology/graph/graph-view'
import { placedNames } from '../topology/place/placed-names'
import type { PlacedName } from '../topology/place/placed-names'
import { formatFrame, untagged } from './frame'
import type { Frame } from './frame'
import { indexMtus } from './mtu'
import type { MtuOf } from './mtu'
import { stepUp } from './path-steps'
import { indexHost } from '../state/host-index'

/** One station of the way; several nodes where it forks (bond members, two switches). */
export type Hop = {
  nodeIds: readonly string[]
  /** "eth1 | eth2". */
  label: string
  /** The frame as it leaves this station towards the switch: "untagged, VLAN 125", "tag 125". */
  tag: string
  /** The VLAN of that frame, null where it is in none that we know; does it wear the tag on the wire. */
  vlan: number | null
  isTagged: boolean
  /** Least MTU of the station's links, bytes; null where none is known. */
  mtuBytes: number | null
  /** What happens here, in words; empty where nothing does. */
  notes: readonly string[]
}

export type GuestPath = {
  nodeIds: ReadonlySet<string>
  edgeIds: ReadonlySet<string>
  /** From the start to the switch. */
  hops: readonly Hop[]
  /** Sentences for the inspector: tags, the bond's choice of member, MTU, where the way ends. */
  verdicts: readonly string[]
  reachesSwitch: boolean
}

/** A frame crosses fewer stations than this; the bound guards against loops of patch ports. */
const MOST_HOPS = 40

/**
 * The way from a guest NIC, or from any node, to the switch ports: nodes and edges to highlight, and what happens to tag and
 * MTU at each station. From a node in the middle the way up to the guests is highlighted too. Use the unfolded graph.
 */
export const guestPath = (state: NetworkState, graph: Graph, start: string): GuestPath =>
  createTracer(state, graph)(start)

/** The same for many starts on one graph: its look-ups are made once. */
export const createTracer = (state: NetworkState, graph: Graph): ((start: string) => GuestPath) => {
  const view = viewGraph(graph)
  const mtuOf = indexMtus(state)
  return (start) => trace(state, view, mtuOf, start)
}

const trace = (state: NetworkState, view: GraphView, mtuOf: MtuOf, start: string): GuestPath => {
  const first = view.node(start)
  const nodeIds = new Set<string>()
  const edgeIds = new Set<string>()
  if (!first) return { nodeIds, edgeIds, hops: [], verdicts: [], reachesSwitch: false }
  markDown(view, first, nodeIds, edgeIds)
  const hops: Hop[] = []
  let front: GraphNode[] = startOf(view, first)
  let cameFrom: GraphNode | null = null
  let frame: Frame | null = untagged
  let rounds = 0
  while (front.length > 0 && frame !== null && rounds++ < MOST_HOPS) {
    const steps = front.map((node) =>
      stepUp(view, node, cameFrom, frameAt(state, node, frame ?? untagged), boxesOf(view, nodeIds)),
    )
    const notes = [...new Set(steps.flatMap((step) => step.notes))]
    const after: Frame | null = steps.find((step) => step.frame !== null)?.frame ?? null
    pushHop(hops, hopOf(view, mtuOf, front, after ?? frame, notes))
    for (const node of front) mark(view, node.id, nodeIds)
    for (const step of steps) for (const edge of step.edges) edgeIds.add(edge.id)
    cameFrom = front[0] ?? null
    front = uniqueNodes(steps.flatMap((step) => step.nodes)).filter(
      (node) => !nodeIds.has(node.id) || isBoxBehind(node),
    )
    frame = after
  }
  const last = hops.at(-1)
  const reachesSwitch = last?.nodeIds.some((id) => view.node(id)?.kind === 'switch-port') ?? false
  return { nodeIds, edgeIds, hops, verdicts: verdictsOf(state, view, hops, reachesSwitch), reachesSwitch }
}

/** What leaves a fake bridge is in its VLAN, whatever it was before. */
function frameAt(state: NetworkState, { kind, name }: GraphNode, frame: Frame): Frame {
  if (kind !== 'fake-bridge') return frame
  const fake = indexHost(state).fakeBridge(name)
  return fake === undefined ? frame : { ...untagged, vlan: fake.vlanId }
}

/** A guest stands for its first NIC; a bridge or a switch for itself. */
const startOf = (view: GraphView, node: GraphNode): GraphNode[] =>
  node.kind === 'guest' ? view.children(node.id).slice(0, 1) : [node]

/** Entering a row marks its box before the frame is in it. */
const isBoxBehind = (node: GraphNode): boolean => node.kind === 'ovs-bridge' || node.kind === 'linux-bridge'

const boxesOf = (view: GraphView, ids: ReadonlySet<string>): Set<string> =>
  new Set([...ids].map((id) => view.root(id)).filter((id) => view.node(id)?.rank === 'bridge'))

const mark = (view: GraphView, id: string, nodeIds: Set<string>): void => {
  nodeIds.add(id)
  nodeIds.add(view.root(id))
}

const uniqueNodes = (nodes: readonly GraphNode[]): GraphNode[] => [
  ...new Map(nodes.map((node) => [node.id, node])).values(),
]

/** Everything towards the guests; through a network node only the taps that belong to the port one came from. */
const markDown = (view: GraphView, start: GraphNode, nodeIds: Set<string>, edgeIds: Set<string>): void => {
  const stack: { node: GraphNode; port: GraphNode | null }[] = [{ node: start, port: null }]
  const seen = new Set<string>()
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { node, port } = item
    if (seen.has(`${node.id} ${port?.id ?? ''}`)) continue
    seen.add(`${node.id} ${port?.id ?? ''}`)
    mark(view, node.id, nodeIds)
    const rows = node.kind === 'bridge-port' && node.role === 'uplink' ? guestRows(view, node) : []
    const children =
      isBoxBehind(node) || node.kind === 'fake-bridge' ? view.children(node.id).filter(leadsToGuests) : []
    stack.push(...[...rows, ...children].map((row) => ({ node: row, port: null })))
    for (const edge of view.out(node.id)) {
      const next = view.node(edge.to)
      if (!next || edge.kind === 'patch' || (port && next.rank === 'tap' && next.ref !== port.ref)) continue
      edgeIds.add(edge.id)
      stack.push({ node: next, port: next.rank === 'network' && node.kind === 'bridge-port' ? node : null })
    }
  }
}

/** A fake bridge is a row of its parent that holds rows of its own. */
const leadsToGuests = ({ role, kind }: GraphNode): boolean => role === 'guest' || kind === 'fake-bridge'

const guestRows = (view: GraphView, uplink: GraphNode): GraphNode[] =>
  view.children(view.root(uplink.id)).filter(leadsToGuests)

/** A tap and its port, a VLAN link and its port have one name: they are one station. */
const pushHop = (hops: Hop[], hop: Hop): void => {
  const last = hops.at(-1)
  if (last?.label !== hop.label) hops.push(hop)
  else
    hops[hops.length - 1] = {
      ...hop,
      nodeIds: [...last.nodeIds, ...hop.nodeIds],
      notes: [...last.notes, ...hop.notes],
      mtuBytes: hop.mtuBytes ?? last.mtuBytes,
    }
}

const placedOf = (view: GraphView, { kind, name, parent }: GraphNode): PlacedName => {
  const isPlaced = kind === 'guest-nic' || kind === 'switch-port'
  return { place: isPlaced ? (view.node(parent ?? '')?.name ?? '') : '', name }
}

const hopOf = (
  view: GraphView,
  mtuOf: MtuOf,
  front: readonly GraphNode[],
  frame: Frame,
  notes: readonly string[],
): Hop => {
  const mtus = front.map((node) => mtuOf(node)).filter((mtu) => mtu !== null)
  return {
    nodeIds: front.map((node) => node.id),
    label: placedNames(
      front.map((node) => placedOf(view, node)),
      ' | ',
      ' | ',
    ),
    tag: formatFrame(frame),
    vlan: frame.vlan,
    isTagged: frame.isTagged,
    mtuBytes: mtus.length > 0 ? Math.min(...mtus) : null,
    notes,
  }
}

const verdictsOf = (state: NetworkState, view: GraphView, hops: readonly Hop[], reachesSwitch: boolean): string[] => [
  ...hops.flatMap((hop) => hop.notes),
  ...hops.flatMap((hop) => hop.nodeIds.flatMap((id) => bondVerdict(state, view.node(id)))),
  mtuVerdict(hops),
  ...(reachesSwitch ? [] : [endVerdict(view, hops)]),
]

const bondVerdict = (state: NetworkState, node: GraphNode | undefined): string[] => {
  if (node?.kind !== 'bond') return []
  const { link, ovsPort } = indexHost(state)
  const bond = link(node.ref)?.bond ?? ovsPort(node.ref)?.port.bond
  if (!bond) return []
  if (bond.mode === 'active-backup')
    return [`${node.name} sends by ${bond.activeMember ?? 'its active member'} only (active-backup)`]
  if (bond.mode === 'balance-slb') return [`The member is picked per source MAC and VLAN (balance-slb)`]
  return [`The member is picked per flow (${bond.hashPolicy ?? bond.mode})`]
}

const mtuVerdict = (hops: readonly Hop[]): string => {
  const known = hops.filter((hop) => hop.mtuBytes !== null)
  const [first] = known
  if (!first) return 'No MTU is known on this way'
  // Towards the switch: a station smaller than the one before it drops what that one may send.
  const narrow = known.find((hop, index) => index > 0 && (hop.mtuBytes ?? 0) < (known[index - 1]?.mtuBytes ?? 0))
  if (narrow) return `MTU falls to ${narrow.mtuBytes ?? ''} at ${narrow.label}: longer frames are dropped there`
  const all = new Set(known.map((hop) => hop.mtuBytes))
  return all.size === 1
    ? `MTU ${first.mtuBytes ?? ''} all the way`
    : `MTU ${first.mtuBytes ?? ''} from the guest on, nowhere smaller`
}

const endVerdict = (view: GraphView, hops: readonly Hop[]): string => {
  const last = hops.at(-1)
  const ends = last?.nodeIds.map((id) => view.node(id)).filter((node) => node !== undefined) ?? []
  if (ends.some((node) => node.kind === 'nic'))
    return `${last?.label ?? ''} hears no LLDP neighbour: the switch port is not known`
  if (ends.some((node) => node.kind === 'tunnel-remote')) return `The way goes on in a tunnel to ${last?.label ?? ''}`
  return `The way ends at ${last?.label ?? 'nothing'}`
}
