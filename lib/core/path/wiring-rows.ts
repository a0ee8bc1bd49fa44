import type { NetworkState } from '../model/network-state'
import { createTracer } from './guest-path'
import type { GuestPath } from './guest-path'
import type { Graph, GraphNode } from '../topology/graph/graph'
import { viewGraph } from '../topology/graph/graph-view'
import type { GraphView } from '../topology/graph/graph-view'
import { compareNatural } from '../topology/graph/natural'
import { placedNames } from '../topology/place/placed-names'
import { formatPortVlan } from '../vlan/words'

/** One guest NIC and its whole way, for the equal table and its CSV. Texts are "" where there is nothing to say. */
export type WiringRow = {
  nodeId: string
  guest: string
  nic: string
  mac: string
  tap: string
  bridge: string
  vlans: string
  /** Portgroup, or network where it has none. */
  portgroup: string
  uplinks: string
  switchPorts: string
  /** "up", "degraded", "down", "off", "unknown". */
  state: string
  reason: string
}

const STATES: Record<GraphNode['health'], string> = {
  ok: 'up',
  warn: 'degraded',
  error: 'down',
  off: 'off',
  unknown: 'unknown',
}

/** A row per guest NIC, sorted by guest and NIC. Use the unfolded graph. */
export const toWiringRows = (state: NetworkState, graph: Graph): WiringRow[] => {
  const view = viewGraph(graph)
  const trace = createTracer(state, graph)
  const macs = new Map(
    state.guests.flatMap((guest) =>
      guest.nics.map((nic) => [`${guest.uuid} ${nic.name}`, (nic.running ?? nic.stored)?.mac ?? ''] as const),
    ),
  )
  return graph.nodes
    .filter((node) => node.kind === 'guest-nic')
    .map((node) => rowOf(view, node, trace(node.id), macs.get(`${node.ref} ${node.name}`) ?? ''))
    .sort((a, b) => compareNatural(a.guest, b.guest) || compareNatural(a.nic, b.nic))
}

const rowOf = (view: GraphView, nic: GraphNode, path: GuestPath, mac: string): WiringRow => {
  const way = [...path.nodeIds].flatMap((id) => view.node(id) ?? [])
  const names = (isWanted: (node: GraphNode) => boolean) =>
    way
      .filter(isWanted)
      .map((node) => node.name)
      .join(', ')
  const port = way.find((node) => node.kind === 'bridge-port' && node.role === 'guest')
  const worst = worstOf([nic, ...way.filter((node) => node.rank === 'tap' || node.kind === 'bridge-port')])
  return {
    nodeId: nic.id,
    guest: view.node(nic.parent ?? '')?.name ?? '',
    nic: nic.name,
    mac,
    tap: names((node) => node.rank === 'tap'),
    bridge: names((node) => node.rank === 'bridge' && node.parent === null),
    vlans: port?.vlan ? formatPortVlan(port.vlan) : viaVlanLink(way),
    portgroup: names((node) => node.kind === 'portgroup' || node.kind === 'network'),
    uplinks: names((node) => node.kind === 'nic'),
    switchPorts: placedNames(
      way
        .filter((node) => node.kind === 'switch-port')
        .map((node) => ({ place: view.node(node.parent ?? '')?.name ?? '', name: node.name })),
    ),
    state: STATES[worst.health],
    reason: worst.healthReason,
  }
}

/** Behind a VLAN link a guest is in that VLAN, although its port says nothing of it. */
const viaVlanLink = (way: readonly GraphNode[]): string => {
  const link = way.find((node) => node.kind === 'vlan-link' && node.parent === null && node.vlan !== null)
  return link?.vlan ? `${link.vlan.tag ?? ''} by ${link.name}` : ''
}

const SEVERITY: readonly GraphNode['health'][] = ['error', 'off', 'warn', 'unknown', 'ok']

const worstOf = (nodes: readonly [GraphNode, ...GraphNode[]]): GraphNode =>
  nodes.reduce((worst, node) => (SEVERITY.indexOf(node.health) < SEVERITY.indexOf(worst.health) ? node : worst))
