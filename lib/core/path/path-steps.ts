/* One step of a frame towards the switch: which nodes are next, and what happens to the frame there. */
import type { GraphEdge, GraphNode } from '../topology/graph/graph'
import type { GraphView } from '../topology/graph/graph-view'
import { enterPort, leavePort } from './frame'
import type { Frame } from './frame'

export type Step = {
  edges: readonly GraphEdge[]
  nodes: readonly GraphNode[]
  frame: Frame | null
  notes: readonly string[]
}

const stop: Step = { edges: [], nodes: [], frame: null, notes: [] }

const nodesOf = (view: GraphView, ids: readonly string[]): GraphNode[] => ids.flatMap((id) => view.node(id) ?? [])

/** Next towards the switch from `node`; no nodes where the way ends. `seen` are bridges passed already. */
export const stepUp = (
  view: GraphView,
  node: GraphNode,
  cameFrom: GraphNode | null,
  frame: Frame,
  seen: ReadonlySet<string>,
): Step => {
  switch (node.kind) {
    case 'network':
    case 'portgroup':
      return throughNetwork(view, node, cameFrom, frame)
    case 'vlan-link':
      return node.parent === null ? throughVlanLink(view, node, frame) : intoBox(view, node, frame)
    // The card pushes the tag, where the function has one.
    case 'vf':
      return throughVlanLink(view, node, frame)
    case 'bridge-port':
      // One starts at an uplink to see where it leads: out, not back through its bridge.
      if (cameFrom === null && node.role === 'uplink') return plainUp(view, node, frame, () => true)
      return cameFrom && view.root(cameFrom.id) === view.root(node.id)
        ? outOfRow(view, node, frame)
        : intoBox(view, node, frame)
    case 'linux-bridge':
    case 'ovs-bridge':
      return acrossBridge(view, node, cameFrom, frame, seen)
    case 'guest-nic':
      return outOfGuest(view, node, frame)
    case 'fake-bridge':
      return intoBox(view, node, frame)
    case 'tap':
    case 'veth':
      return plainUp(view, node, frame, (edge) => view.node(edge.from)?.kind !== 'vlan-link')
    default:
      return plainUp(view, node, frame, () => true)
  }
}

const plainUp = (view: GraphView, node: GraphNode, frame: Frame, isTaken: (edge: GraphEdge) => boolean): Step => {
  const edges = view.in(node.id).filter((edge) => edge.kind !== 'patch' && isTaken(edge))
  if (edges.length === 0) return stop
  const note = node.kind === 'macvtap' ? macvtapNote(node) : ''
  return {
    edges,
    nodes: nodesOf(
      view,
      edges.map((edge) => edge.from),
    ),
    frame,
    notes: note === '' ? [] : [note],
  }
}

const macvtapNote = (node: GraphNode): string => {
  switch (node.lines[0]) {
    case 'vepa':
      return `${node.name} is vepa: frames for other guests on the same link also go to the switch, which must send them back`
    case 'bridge':
      return `${node.name} is bridge: guests on the same link reach each other directly, the host itself reaches none of them`
    case 'private':
      return `${node.name} is private: guests on the same link never reach each other`
    case 'passthru':
      return `${node.name} is passthru: it has the link below for itself`
    default:
      return ''
  }
}

/** Several ports share a network node: the one with the tap's name is meant. */
const throughNetwork = (view: GraphView, node: GraphNode, cameFrom: GraphNode | null, frame: Frame): Step => {
  const all = view.in(node.id)
  const own = all.filter((edge) => view.node(edge.from)?.ref === cameFrom?.ref)
  // A NIC that does not run has no port yet: only the way to the bridge is known.
  const boxes = [...new Set(all.map((edge) => view.root(edge.from)))]
  if (own.length > 0)
    return {
      edges: own,
      nodes: nodesOf(
        view,
        own.map((edge) => edge.from),
      ),
      frame,
      notes: [],
    }
  const direct = all.filter((edge) => view.node(edge.from)?.kind !== 'bridge-port')
  if (direct.length > 0)
    return {
      edges: direct,
      nodes: nodesOf(
        view,
        direct.map((edge) => edge.from),
      ),
      ...asPlugged(node, frame),
    }
  return { edges: [], nodes: nodesOf(view, boxes.slice(0, 1)), ...asPlugged(node, frame) }
}

/** There is no port yet: the one that libvirt will make is as the NIC's own definition says, else as its portgroup's or network's. */
const asPlugged = ({ vlan, name }: GraphNode, frame: Frame): Pick<Step, 'frame' | 'notes'> => {
  const isDecided = frame.vlan !== null || frame.own !== null
  if (vlan === null || isDecided) return { frame, notes: [] }
  const passage = enterPort(frame, vlan, name, 'ovs')
  return { frame: passage.frame ?? frame, notes: passage.note === '' ? [] : [passage.note] }
}

/** A NIC that runs leaves by its tap, where the port decides; one that does not, by what it is defined on. */
const outOfGuest = (view: GraphView, node: GraphNode, frame: Frame): Step => {
  const step = plainUp(view, node, frame, () => true)
  const isStored = step.nodes.length > 0 && step.nodes.every(({ rank }) => rank === 'network' || rank === 'bridge')
  return isStored ? { ...step, ...asPlugged(node, frame) } : step
}

const throughVlanLink = (view: GraphView, node: GraphNode, frame: Frame): Step => {
  const edges = view.in(node.id)
  const tag = node.vlan?.tag ?? null
  const nodes = nodesOf(
    view,
    edges.map((edge) => edge.from),
  )
  if (tag === null) return { edges, nodes, frame, notes: [] }
  if (frame.isTagged || frame.own !== null)
    return {
      edges,
      nodes,
      frame: { ...frame, vlan: tag, isTagged: true },
      notes: [`Tag ${tag} is pushed at ${node.name}, over the tags the frame has`],
    }
  return {
    edges,
    nodes,
    frame: { vlan: tag, isTagged: true, own: null },
    notes: [`Tag ${tag} is pushed at ${node.name}`],
  }
}

const intoBox = (view: GraphView, row: GraphNode, frame: Frame): Step => {
  const box = view.node(view.root(row.id))
  if (!box || box.id === row.id) return stop
  const passage = enterPort(frame, row.vlan, row.name, box.kind === 'linux-bridge' ? 'kernel' : 'ovs')
  return {
    edges: [],
    nodes: passage.frame ? [box] : [],
    frame: passage.frame,
    notes: passage.note === '' ? [] : [passage.note],
  }
}

const outOfRow = (view: GraphView, row: GraphNode, frame: Frame): Step => {
  const passage = leavePort(frame, row.vlan, row.name)
  const notes = passage.note === '' ? [] : [passage.note]
  if (passage.frame === null) return { edges: [], nodes: [], frame: null, notes }
  const edges = [
    ...view.in(row.id),
    ...view.out(row.id).filter((edge) => edge.kind === 'patch' || edge.kind === 'veth'),
  ]
  const far = edges.map((edge) => (edge.from === row.id ? edge.to : edge.from))
  return { edges, nodes: nodesOf(view, far), frame: passage.frame, notes }
}

/** From the bridge by its uplinks; without one by its patch and veth pairs, then by its tunnels. */
const acrossBridge = (
  view: GraphView,
  box: GraphNode,
  cameFrom: GraphNode | null,
  frame: Frame,
  seen: ReadonlySet<string>,
): Step => {
  const rows = rowsOf(view, box.id).filter((row) => row.id !== cameFrom?.id)
  const left = view.in(box.id)
  // A bridge folded to its header has its uplink on the box.
  if (left.length > 0 && rows.length === 0)
    return {
      edges: left,
      nodes: nodesOf(
        view,
        left.map((edge) => edge.from),
      ),
      frame,
      notes: [],
    }
  for (const roles of [['uplink'], ['patch'], ['tunnel']]) {
    const found = rows.filter((row) => roles.includes(row.role ?? '') && !leadsBack(view, row, seen))
    const open = found.filter((row) => leavePort(frame, row.vlan, row.name).frame !== null)
    const next = open.length > 0 ? open : roles[0] === 'uplink' ? found : []
    if (next.length > 0) return { edges: [], nodes: next, frame, notes: [] }
  }
  return { edges: [], nodes: [], frame: null, notes: [`${box.name} has no uplink: frames stay on this host`] }
}

const rowsOf = (view: GraphView, box: string): GraphNode[] =>
  view.children(box).flatMap((row) => [row, ...rowsOf(view, row.id)])

const leadsBack = (view: GraphView, row: GraphNode, seen: ReadonlySet<string>): boolean =>
  [...view.in(row.id), ...view.out(row.id)]
    .filter((edge) => edge.kind === 'patch' || edge.kind === 'veth')
    .some((edge) => seen.has(view.root(edge.from === row.id ? edge.to : edge.from)))
