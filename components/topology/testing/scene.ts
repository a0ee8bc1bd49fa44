import type { GraphEdge, GraphNode } from '@/lib/core/topology/graph/graph'
import type { Box, Scene, SceneEdge, SceneNode } from '@/lib/core/topology/place/scene'

/* Test support: scenes by hand, for helpers that only look at places and lines. */

export const sceneNode = (id: string, box: Box, rest: Partial<GraphNode> = {}): SceneNode => ({
  node: {
    id,
    kind: 'nic',
    name: id,
    rank: 'nic',
    parent: null,
    health: 'ok',
    healthReason: '',
    ownership: 'ours',
    lines: [],
    addresses: [],
    role: null,
    isDefault: false,
    folds: [],
    vlan: null,
    isManagement: false,
    terms: [],
    ref: id,
    ...rest,
  },
  box,
  folds: rest.folds ?? [],
})

export const sceneEdge = (from: SceneNode, to: SceneNode, rest: Partial<GraphEdge> = {}): SceneEdge => ({
  edge: {
    id: `${from.node.id}--${to.node.id}`,
    kind: 'plain',
    from: from.node.id,
    to: to.node.id,
    vlan: null,
    label: '',
    health: 'ok',
    evidence: 'confirmed',
    isManagement: false,
    ...rest,
  },
  points: [
    { x: from.box.x + from.box.width, y: from.box.y + from.box.height / 2 },
    { x: to.box.x, y: to.box.y + to.box.height / 2 },
  ],
  labelAt: null,
})

export const sceneOf = (nodes: SceneNode[], edges: SceneEdge[] = []): Scene => ({
  width: 1000,
  height: 500,
  columns: [],
  hostBox: { x: 0, y: 0, width: 1000, height: 500 },
  nodes,
  edges,
  notes: [],
})

/** eth0 → br0 (ports eth0, vnet0) → vnet0 → web1 net0. */
export function smallScene() {
  const nic = sceneNode('nic:eth0', { x: 0, y: 20, width: 90, height: 40 }, { name: 'eth0' })
  const bridge = sceneNode(
    'bridge:br0',
    { x: 200, y: 0, width: 200, height: 72 },
    { kind: 'linux-bridge', rank: 'bridge', name: 'br0', lines: ['Linux'] },
  )
  const port = (id: string, y: number) =>
    sceneNode(
      id,
      { x: 200, y, width: 200, height: 24 },
      { kind: 'bridge-port', rank: 'bridge', parent: bridge.node.id },
    )
  const uplink = port('port:eth0', 24)
  const guestPort = port('port:vnet0', 48)
  const tap = sceneNode('tap:vnet0', { x: 500, y: 50, width: 88, height: 20 }, { kind: 'tap', rank: 'tap' })
  const guest = sceneNode(
    'guest:web1',
    { x: 700, y: 30, width: 108, height: 48 },
    { kind: 'guest', rank: 'guest', name: 'web1' },
  )
  const guestNic = sceneNode(
    'guest-nic:web1/net0',
    { x: 700, y: 54, width: 108, height: 24 },
    { kind: 'guest-nic', rank: 'guest', name: 'net0', parent: guest.node.id },
  )
  return sceneOf(
    [guest, guestNic, bridge, guestPort, uplink, tap, nic],
    [sceneEdge(nic, uplink), sceneEdge(guestPort, tap), sceneEdge(tap, guestNic)],
  )
}
