import type { GraphNode, GraphEdge, NodeKind, Rank } from '@/lib/core/topology/graph'
import type { Scene, SceneEdge, SceneNode } from '@/lib/core/topology/scene'
import { access, nativeUntagged, trunk } from '@/lib/core/topology/fixtures'

const N = (
  id: string,
  kind: NodeKind,
  name: string,
  rank: Rank,
  parent: string | null,
  box: number[],
  rest: Partial<GraphNode> = {},
): SceneNode => ({
  node: {
    id,
    kind,
    name,
    rank,
    parent,
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
    ref: name,
    ...rest,
  },
  box: { x: box[0]!, y: box[1]!, width: box[2]!, height: box[3]! },
  folds: rest.folds ?? [],
})
const E = (
  from: string,
  to: string,
  kind: GraphEdge['kind'],
  pts: number[][],
  rest: Partial<GraphEdge> = {},
  labelAt: SceneEdge['labelAt'] = null,
): SceneEdge => ({
  edge: {
    id: `${from}--${to}`,
    kind,
    from,
    to,
    vlan: null,
    label: '',
    health: 'ok',
    evidence: 'confirmed',
    isManagement: false,
    ...rest,
  },
  points: pts.map(([x, y]) => ({ x: x!, y: y! })),
  labelAt,
})
const nodes: SceneNode[] = [N('sw', 'switch', 'tor-a', 'switch', null, [12, 104, 76, 372])]
const edges: SceneEdge[] = []
;[140, 188, 280, 328, 388, 436].forEach((y, i) => {
  nodes.push(
    N(`p${i + 1}`, 'switch-port', `p${i + 1}`, 'switch', 'sw', [20, y, 68, 24], i === 3 ? { health: 'error' } : {}),
  )
  const ny = y - 8
  nodes.push(
    N(
      `eth${i + 1}`,
      'nic',
      `eth${i + 1}`,
      'nic',
      null,
      [124, ny, 92, 40],
      i === 3 ? { health: 'error', healthReason: 'no carrier', lines: ['no carrier'] } : { lines: ['10G · 9000'] },
    ),
  )
  edges.push(
    E(`p${i + 1}`, `eth${i + 1}`, 'trunk', [
      [88, y + 12],
      [124, y + 12],
    ]),
  )
  edges.push(
    E(`eth${i + 1}`, `bond${Math.floor(i / 2)}`, 'trunk', [
      [216, y + 12],
      [244, y + 12],
    ]),
  )
})
nodes.push(N('eth0', 'nic', 'eth0', 'nic', null, [124, 540, 92, 40], { lines: ['1G · 1500'], isManagement: true }))
nodes.push(
  N('bond0', 'bond', 'bond0', 'bond', null, [244, 132, 116, 88], { lines: ['802.3ad · LACP', '2 of 2 · mtu 9000'] }),
)
nodes.push(
  N('bond1', 'bond', 'bond1', 'bond', null, [244, 272, 116, 88], {
    lines: ['active-backup', '1 of 2 members'],
    health: 'warn',
    healthReason: 'bond1 runs on eth3 alone',
  }),
)
nodes.push(
  N('bond2', 'bond', 'ovsbond0', 'bond', null, [244, 380, 116, 88], { lines: ['OVS · balance-tcp', '2 of 2 · LACP'] }),
)
nodes.push(N('v125', 'vlan-link', 'bond0.125', 'vlan-link', null, [388, 92, 108, 40], { vlan: access(125) }))
nodes.push(N('v126', 'vlan-link', 'bond0.126', 'vlan-link', null, [388, 176, 108, 40], { vlan: access(126) }))
edges.push(
  E(
    'bond0',
    'v125',
    'access',
    [
      [360, 152],
      [374, 152],
      [374, 112],
      [388, 112],
    ],
    { vlan: access(125) },
  ),
)
edges.push(
  E(
    'bond0',
    'v126',
    'access',
    [
      [360, 196],
      [388, 196],
    ],
    { vlan: access(126) },
  ),
)
nodes.push(
  N('virbr0', 'linux-bridge', 'virbr0', 'bridge', null, [528, 40, 204, 24], {
    ownership: 'foreign',
    lines: ['NAT · 1 port'],
  }),
)
nodes.push(N('br125', 'linux-bridge', 'br125', 'bridge', null, [528, 76, 204, 96], { lines: ['Linux · mtu 9000'] }))
nodes.push(
  N('br125/up', 'bridge-port', 'bond0.125', 'bridge', 'br125', [528, 100, 204, 24], {
    role: 'uplink',
    lines: ['uplink'],
  }),
)
nodes.push(N('br125/v2', 'bridge-port', 'vnet2', 'bridge', 'br125', [528, 124, 204, 24], { role: 'guest' }))
nodes.push(N('br125/v10', 'bridge-port', 'vnet10', 'bridge', 'br125', [528, 148, 204, 24], { role: 'guest' }))
nodes.push(N('br126', 'linux-bridge', 'br126', 'bridge', null, [528, 184, 204, 24], { lines: ['Linux · 1 port'] }))
edges.push(
  E(
    'v125',
    'br125/up',
    'access',
    [
      [496, 112],
      [528, 112],
    ],
    { vlan: access(125) },
  ),
)
edges.push(
  E('v126', 'br126', 'access', [
    [496, 196],
    [528, 196],
  ]),
)
nodes.push(N('ovs', 'ovs-bridge', 'br-ovs', 'bridge', null, [528, 388, 204, 240], { lines: ['OVS 3.1.0'] }))
const row = (i: number, name: string, rest: Partial<GraphNode>) =>
  nodes.push(N(`ovs/${name}`, 'bridge-port', name, 'bridge', 'ovs', [528, 412 + 24 * i, 204, 24], rest))
row(0, 'ovsbond0', { role: 'uplink', vlan: trunk(20, 100, 125, 126, 200) })
row(1, 'vnet4', { role: 'guest', vlan: trunk(125, 126, 200) })
row(2, 'vnet5', { role: 'guest', vlan: nativeUntagged(125, 125, 126) })
row(3, 'vnet6', { role: 'guest', vlan: access(125) })
row(4, 'vnet7', { role: 'guest', vlan: access(126), ownership: 'drifted', lines: ['expected 125'], health: 'warn' })
row(5, 'acc125', { role: 'internal', vlan: access(125), lines: ['172.16.125.11'] })
row(6, '14 ports on web-20', { role: 'guest', vlan: access(20), folds: ['a'] })
row(7, '5 more, no guest', { role: 'internal', lines: ['internal'], folds: ['b'] })
row(8, 'patch-tun', { role: 'patch', lines: ['patch ↔ br-tun'] })
edges.push(
  E('bond2', 'ovs/ovsbond0', 'trunk', [
    [360, 424],
    [528, 424],
  ]),
)
nodes.push(
  N('tun', 'ovs-bridge', 'br-tun', 'bridge', null, [528, 664, 204, 72], {
    lines: ['OVS · foreign'],
    ownership: 'foreign',
  }),
)
nodes.push(N('tun/p', 'bridge-port', 'patch-ovs', 'bridge', 'tun', [528, 688, 204, 24], { lines: ['patch ↔ br-ovs'] }))
nodes.push(
  N('tun/t', 'bridge-port', 'vx0, gnv0, gre0p', 'bridge', 'tun', [528, 712, 204, 24], {
    lines: ['3 tunnels'],
    folds: ['c'],
  }),
)
edges.push(
  E('ovs/patch-tun', 'tun/p', 'patch', [
    [528, 616],
    [514, 616],
    [514, 700],
    [528, 700],
  ]),
)
const pg = (id: string, y: number, kind: NodeKind, rest: Partial<GraphNode> = {}) =>
  nodes.push(N(id, kind, id, 'network', null, [760, y, 104, 20], rest))
pg('default', 42, 'network', { ownership: 'foreign' })
pg('vlan125', 126, 'network')
pg('vlan-all', 438, 'portgroup')
pg('native', 462, 'portgroup')
pg('vlan-125', 486, 'portgroup', { isDefault: true })
pg('web-20', 558, 'portgroup')
const tap = (id: string, y: number, rest: Partial<GraphNode> = {}, kind: NodeKind = 'tap') =>
  nodes.push(N(id, kind, id, 'tap', null, [888, y, 88, 20], rest))
tap('vnet3', 42)
tap('vnet2', 126)
tap('vnet10', 150)
tap('vnet11', 186)
tap('macvtap0', 222, {}, 'macvtap')
tap('macvtap1', 246, {}, 'macvtap')
tap('vnet4', 438)
tap('vnet5', 462)
tap('vnet6', 486)
tap('vnet7', 510, { ownership: 'drifted' })
tap('14 taps', 558, { folds: ['x'] })
edges.push(
  E(
    'bond0',
    'macvtap0',
    'macvtap',
    [
      [360, 208],
      [374, 208],
      [374, 232],
      [888, 232],
    ],
    { label: 'bridge' },
    { x: 768, y: 232 },
  ),
)
edges.push(
  E(
    'bond0',
    'macvtap1',
    'macvtap',
    [
      [360, 208],
      [374, 208],
      [374, 256],
      [888, 256],
    ],
    { label: 'vepa' },
    { x: 768, y: 256 },
  ),
)
const thru = (port: string, mid: string | null, t: string, y: number, kind: GraphEdge['kind']) => {
  if (mid) {
    edges.push(
      E(port, mid, kind, [
        [732, y],
        [760, y],
      ]),
    )
    edges.push(
      E(mid, t, kind, [
        [864, y],
        [888, y],
      ]),
    )
  } else
    edges.push(
      E(port, t, kind, [
        [732, y],
        [888, y],
      ]),
    )
}
thru('virbr0', 'default', 'vnet3', 52, 'plain')
thru('br125/v2', 'vlan125', 'vnet2', 136, 'access')
thru('br125/v10', null, 'vnet10', 160, 'access')
thru('br126', null, 'vnet11', 196, 'access')
thru('ovs/vnet4', 'vlan-all', 'vnet4', 448, 'trunk')
thru('ovs/vnet5', 'native', 'vnet5', 472, 'trunk')
thru('ovs/vnet6', 'vlan-125', 'vnet6', 496, 'access')
thru('ovs/vnet7', null, 'vnet7', 520, 'access')
thru('ovs/14 ports on web-20', 'web-20', '14 taps', 568, 'access')
const guest = (name: string, y: number, macs: string[], rest: Partial<GraphNode> = {}) => {
  nodes.push(N(name, 'guest', name, 'guest', null, [1012, y, 108, 24 + 24 * macs.length], rest))
  macs.forEach((m, i) =>
    nodes.push(
      N(`${name}/net${i}`, 'guest-nic', `net${i}`, 'guest', name, [1012, y + 24 + 24 * i, 108, 24], { lines: [m] }),
    ),
  )
}
guest('db2', 100, ['02:01', '02:02'])
guest('web1', 180, ['01:01', '01:02'])
guest('mv1', 260, ['04:01', '04:02'])
guest('fw1', 412, ['03:01', '03:02', '03:03', '03:04'])
guest('off1', 604, ['06:01'], { health: 'off', lines: ['shut off'] })
nodes.push(
  N('gfold', 'guest', '14 guests', 'guest', null, [1012, 548, 108, 40], { lines: ['on web-20'], folds: ['g'] }),
)
edges.push(
  E('vnet3', 'db2/net1', 'plain', [
    [976, 52],
    [1000, 52],
    [1000, 160],
    [1012, 160],
  ]),
)
edges.push(
  E('vnet2', 'db2/net0', 'access', [
    [976, 136],
    [1012, 136],
  ]),
)
edges.push(
  E('vnet10', 'web1/net0', 'access', [
    [976, 160],
    [994, 160],
    [994, 216],
    [1012, 216],
  ]),
)
edges.push(
  E('vnet4', 'fw1/net0', 'trunk', [
    [976, 448],
    [1012, 448],
  ]),
)
edges.push(
  E('vnet5', 'fw1/net1', 'trunk', [
    [976, 472],
    [1012, 472],
  ]),
)
edges.push(
  E('vnet6', 'fw1/net2', 'access', [
    [976, 496],
    [1012, 496],
  ]),
)
edges.push(
  E('vnet7', 'fw1/net3', 'access', [
    [976, 520],
    [1012, 520],
  ]),
)
edges.push(
  E('14 taps', 'gfold', 'access', [
    [976, 568],
    [1012, 568],
  ]),
)
export const HAND_SCENE: Scene = {
  width: 1136,
  height: 760,
  hostBox: { x: 104, y: 8, width: 1026, height: 740 },
  nodes,
  edges,
  columns: [
    ['switch', 'Switch port', 12, 76, 6],
    ['nic', 'NIC', 124, 92, 7],
    ['bond', 'Bond', 244, 116, 3],
    ['vlan-link', 'VLAN link', 388, 108, 2],
    ['bridge', 'Bridge', 528, 204, 6],
    ['network', 'Portgroup · network', 760, 104, 6],
    ['tap', 'Tap · macvtap', 888, 88, 26],
    ['guest', 'Guest', 1012, 108, 20],
  ].map(([rank, title, x, width, count]) => ({ rank, title, x, width, count })) as never,
  notes: [
    {
      id: 'n1',
      kind: 'no-neighbour',
      nodeId: 'eth0',
      box: { x: 12, y: 542, width: 76, height: 36 },
      texts: ['no LLDP neighbour'],
      isManagement: false,
      line: [
        { x: 88, y: 560 },
        { x: 124, y: 560 },
      ],
    },
    {
      id: 'n2',
      kind: 'addresses',
      nodeId: 'eth0',
      box: { x: 244, y: 540, width: 124, height: 40 },
      texts: ['10.0.2.15/24'],
      isManagement: true,
      line: [
        { x: 216, y: 560 },
        { x: 244, y: 560 },
      ],
    },
  ],
}
