import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { titleOf } from '../node-words'

/** One line of the phone list: a guest NIC at its port, a host port, a NIC. Selecting it selects `node`. */
export type PhoneRow = { node: GraphNode; title: string; detail: string; vlan: GraphNode['vlan']; isHostPort: boolean }

export type PhoneGroup = {
  id: string
  title: string
  kind: 'linux-bridge' | 'ovs-bridge' | 'other'
  /** "Linux · mtu 9000", or how many rows match while a search is on. */
  note: string
  rows: readonly PhoneRow[]
}

export type PhoneList = {
  groups: readonly PhoneGroup[]
  /** Groups in which nothing matches the search: named, folded at the end. */
  withoutMatch: readonly PhoneGroup[]
}

const BRIDGES = new Set<GraphNode['kind']>(['linux-bridge', 'ovs-bridge'])
const OWN_ROW = new Set<GraphNode['role']>(['internal', 'local', 'other', 'tunnel', 'patch'])

type Index = { byId: Map<string, GraphNode>; next: Map<string, string[]> }

function indexGraph(graph: Graph): Index {
  const next = new Map<string, string[]>()
  for (const { from, to } of graph.edges) next.set(from, [...(next.get(from) ?? []), to])
  return { byId: new Map(graph.nodes.map((node) => [node.id, node])), next }
}

/**
 * The guest NICs that hang below a port (or a bridge without rows), each with what lies between. A portgroup is shared
 * by many ports: below it only the tap that belongs to this port counts. The bound guards against cycles.
 */
function guestNicsBelow({ byId, next }: Index, start: GraphNode): { nic: GraphNode; via: GraphNode[] }[] {
  const found: { nic: GraphNode; via: GraphNode[] }[] = []
  const seen = new Set<string>([start.id])
  const walk = (id: string, via: GraphNode[]) => {
    for (const to of next.get(id) ?? []) {
      const node = byId.get(to)
      if (!node || seen.has(to) || node.rank === 'bridge') continue
      if (start.kind === 'bridge-port' && node.rank === 'tap' && node.ref !== start.ref) continue
      seen.add(to)
      if (node.kind === 'guest-nic') found.push({ nic: node, via })
      else walk(to, [...via, node])
    }
  }
  walk(start.id, [])
  return found
}

const viaWords = (node: GraphNode) =>
  node.kind === 'network' || node.kind === 'portgroup' ? `${node.kind} ${node.name}` : node.name

function nicRow(index: Index, nic: GraphNode, via: readonly GraphNode[], vlan: GraphNode['vlan']): PhoneRow {
  const parent = nic.parent === null ? null : (index.byId.get(nic.parent) ?? null)
  const words = [...via].reverse().map(viaWords)
  return {
    node: nic,
    title: titleOf(nic, parent),
    detail: [...words, ...nic.lines].join(', '),
    vlan,
    isHostPort: false,
  }
}

function rowsOfBridge(index: Index, bridge: GraphNode, ports: readonly GraphNode[]): PhoneRow[] {
  const starts = ports.length > 0 ? ports : [bridge]
  return starts.flatMap((port) => {
    const guests = guestNicsBelow(index, port).map(({ nic, via }) => nicRow(index, nic, via, port.vlan ?? nic.vlan))
    if (guests.length > 0 || port.id === bridge.id || !(OWN_ROW.has(port.role) || port.role === 'guest')) return guests
    const detail = port.addresses.length > 0 ? `host address ${port.addresses.join(', ')}` : port.lines.join(', ')
    return [{ node: port, title: port.name, detail, vlan: port.vlan, isHostPort: true }]
  })
}

/** A bridge's ports, those of its fake bridges among them: they are VLANs of it, no bridges of their own. */
function portsOf(graph: Graph, bridge: GraphNode): GraphNode[] {
  const children = graph.nodes.filter((node) => node.parent === bridge.id)
  return children.flatMap((node) => (node.kind === 'fake-bridge' ? portsOf(graph, node) : [node]))
}

/**
 * The wiring as a list: a group per bridge with its guest NICs and host ports, then guest NICs that reach a NIC without
 * a bridge or nothing at all, then the NICs and bonds. With a search only matching rows stay.
 */
export function toPhoneList(graph: Graph, matchIds: ReadonlySet<string> | null): PhoneList {
  const index = indexGraph(graph)
  const bridges = graph.nodes.filter((node) => BRIDGES.has(node.kind))
  const groups = bridges.map((bridge): PhoneGroup => {
    const ports = portsOf(graph, bridge)
    return {
      id: bridge.id,
      title: bridge.name,
      kind: bridge.kind === 'linux-bridge' ? 'linux-bridge' : 'ovs-bridge',
      note: bridge.lines.join(' · '),
      rows: rowsOfBridge(index, bridge, ports),
    }
  })
  const placed = new Set(groups.flatMap((group) => group.rows.map((row) => row.node.id)))
  const before = new Map(graph.edges.map((edge) => [edge.to, edge.from]))
  const direct = graph.nodes
    .filter((node) => node.kind === 'guest-nic' && !placed.has(node.id))
    .map((nic) => {
      const tap = index.byId.get(before.get(nic.id) ?? '')
      return nicRow(index, nic, tap ? [tap] : [], nic.vlan)
    })
  const uplinks = graph.nodes
    .filter((node) => node.kind === 'nic' || node.kind === 'bond' || node.kind === 'unrecognised')
    .map((node) => ({ node, title: node.name, detail: node.lines.join(', '), vlan: node.vlan, isHostPort: true }))
  const all: PhoneGroup[] = [
    ...groups,
    { id: 'direct', title: 'No bridge', kind: 'other', note: 'macvtap, or not plugged in', rows: direct },
    { id: 'uplinks', title: 'NICs and bonds', kind: 'other', note: `${uplinks.length}`, rows: uplinks },
  ]
  const shown = all.filter((group) => group.rows.length > 0 || group.kind !== 'other')
  return matchIds === null ? { groups: shown, withoutMatch: [] } : narrow(shown, matchIds)
}

function narrow(groups: readonly PhoneGroup[], matchIds: ReadonlySet<string>): PhoneList {
  const narrowed = groups.map((group) => {
    const rows = group.rows.filter((row) => matchIds.has(row.node.id))
    return { ...group, rows, note: `${rows.length} of ${group.rows.length} match` }
  })
  return {
    groups: narrowed.filter((group) => group.rows.length > 0),
    withoutMatch: groups.filter((_, at) => narrowed[at]?.rows.length === 0),
  }
}
