import { describe, expect, it } from 'vitest'
import { buildGraph } from './build'
import * as scenario from './testing/scenarios'
import { foldGraph } from './fold/fold'
import type { Graph, GraphNode } from './graph/graph'
import type { NetworkState } from '../model/network-state'

const graphOf = (state: NetworkState): Graph => buildGraph(state)
const edges = (graph: Graph) => graph.edges.map((edge) => `${edge.from} ${edge.to}`)
const node = (graph: Graph, id: string): GraphNode => {
  const found = graph.nodes.find((each) => each.id === id)
  if (!found) throw new Error(`no ${id} among ${graph.nodes.map((each) => each.id).join(', ')}`)
  return found
}
const edge = (graph: Graph, from: string, to: string) =>
  graph.edges.find((each) => each.from === from && each.to === to)

describe('scenario A: OVS with an LACP bond and portgroups', () => {
  const graph = graphOf(scenario.scenarioA())

  it('shows the way from the guest to the NICs', () => {
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'nic:eth2 bond:ovsbr1/bond0',
        'nic:eth3 bond:ovsbr1/bond0',
        'bond:ovsbr1/bond0 bridge-port:ovsbr1/bond0',
        'bridge-port:ovsbr1/vnet0 portgroup:ovs-net/Vlan125',
        'portgroup:ovs-net/Vlan125 tap:vnet0',
        'tap:vnet0 guest-nic:uuid-VM_OVS_test/net0',
      ]),
    )
  })

  it('shows access 125 on the port and the native VLAN on the bond', () => {
    expect(node(graph, 'bridge-port:ovsbr1/vnet0').vlan).toMatchObject({ mode: 'access', tag: 125 })
    expect(edge(graph, 'bond:ovsbr1/bond0', 'bridge-port:ovsbr1/bond0')).toMatchObject({
      kind: 'trunk',
      vlan: { mode: 'native-untagged', tag: 1, trunks: [125, 126] },
    })
    expect(edge(graph, 'tap:vnet0', 'guest-nic:uuid-VM_OVS_test/net0')?.kind).toBe('access')
  })

  it('stars the default portgroup and ties unused ones to the bridge', () => {
    expect(node(graph, 'portgroup:ovs-net/Vlan1').isDefault).toBe(true)
    for (const name of ['Vlan1', 'Vlan126', 'Trunk_all_Vlans'])
      expect(edges(graph)).toContain(`ovs-bridge:ovsbr1 portgroup:ovs-net/${name}`)
    expect(edges(graph)).not.toContain('ovs-bridge:ovsbr1 portgroup:ovs-net/Vlan125')
  })

  it('says that members are disabled without a partner, unless it falls back', () => {
    expect(node(graph, 'bond:ovsbr1/bond0').health).toBe('ok')
    expect(node(graphOf(scenario.scenarioA({ hasPartner: false })), 'bond:ovsbr1/bond0')).toMatchObject({
      health: 'error',
      healthReason: 'no partner: members disabled',
    })
    const fallback = graphOf(scenario.scenarioA({ hasPartner: false, hasFallback: true }))
    expect(node(fallback, 'bond:ovsbr1/bond0')).toMatchObject({ health: 'warn' })
  })
})

describe('scenario C: a fake bridge', () => {
  const graph = graphOf(scenario.scenarioC())

  it('is a box in its parent, with its ports', () => {
    expect(node(graph, 'fake-bridge:ovsbr1/ovsbr1-v125')).toMatchObject({
      parent: 'ovs-bridge:ovsbr1',
      lines: ['VLAN 125 of ovsbr1'],
      addresses: ['192.0.2.125/24'],
    })
    expect(node(graph, 'bridge-port:ovsbr1/vnet0').parent).toBe('fake-bridge:ovsbr1/ovsbr1-v125')
    expect(graph.nodes.filter((each) => each.rank === 'bridge' && each.parent === null)).toHaveLength(1)
  })

  it('is a bridge for libvirt', () => {
    expect(node(graph, 'network:old-style').health).toBe('ok')
    expect(edges(graph)).toContain('bridge-port:ovsbr1/vnet0 network:old-style')
  })
})

describe('scenario D: a controller', () => {
  it('is an error when a secure bridge has lost it', () => {
    const graph = graphOf(scenario.scenarioD('secure', false))
    expect(node(graph, 'ovs-bridge:ovsbr1')).toMatchObject({ health: 'error' })
    expect(node(graph, 'ovs-bridge:ovsbr1').healthReason).toContain('Connection refused')
    expect(node(graph, 'controller:ovsbr1/tcp:192.0.2.9:6633')).toMatchObject({
      parent: 'ovs-bridge:ovsbr1',
      lines: ['backoff'],
    })
    expect(node(graph, 'controller:ovsdb/tcp:192.0.2.9:6640').health).toBe('warn')
  })

  it('is a warning in standalone, and nothing when it is connected', () => {
    expect(node(graphOf(scenario.scenarioD('standalone', false)), 'ovs-bridge:ovsbr1').health).toBe('warn')
    expect(node(graphOf(scenario.scenarioD('secure', true)), 'ovs-bridge:ovsbr1').health).toBe('ok')
  })
})

describe('scenario E: macvtap', () => {
  const graph = graphOf(scenario.scenarioE())

  it('hangs on its lower link with its mode', () => {
    expect(edge(graph, 'nic:eth3', 'macvtap:macvtap0')).toMatchObject({ kind: 'macvtap', label: 'vepa' })
    expect(edge(graph, 'nic:eth3', 'macvtap:macvtap1')).toMatchObject({ label: 'bridge' })
    expect(edge(graph, 'bond:bond0', 'macvtap:macvtap2')).toMatchObject({ label: 'private' })
    expect(edge(graph, 'macvtap:macvtap2', 'guest-nic:uuid-p/net0')?.kind).toBe('macvtap')
  })

  it('is down because its guest is paused', () => {
    expect(node(graph, 'macvtap:macvtap3')).toMatchObject({
      health: 'off',
      healthReason: 'macvtap3 is down because t is paused',
    })
    expect(node(graph, 'guest:uuid-t')).toMatchObject({ health: 'off', lines: ['paused'] })
  })

  it('leads from the NIC to a guest that is shut off', () => {
    expect(edge(graph, 'nic:eth5', 'guest-nic:uuid-off/net0')).toMatchObject({ health: 'off', label: 'vepa' })
  })
})

describe('scenario F: the management NIC in the switch', () => {
  it('shows the address on the local port and marks the way', () => {
    const graph = graphOf(scenario.scenarioF('solbr'))
    expect(node(graph, 'bridge-port:solbr/solbr')).toMatchObject({ role: 'local', addresses: ['192.0.2.10/24'] })
    for (const id of ['bridge-port:solbr/solbr', 'ovs-bridge:solbr', 'bridge-port:solbr/enp2s0f0', 'nic:enp2s0f0'])
      expect(node(graph, id).isManagement, id).toBe(true)
    expect(edge(graph, 'nic:enp2s0f0', 'bridge-port:solbr/enp2s0f0')?.isManagement).toBe(true)
  })

  it('shows it on an internal port', () => {
    const graph = graphOf(scenario.scenarioF('examplebr0p1'))
    expect(node(graph, 'bridge-port:examplebr0/examplebr0p1')).toMatchObject({
      role: 'internal',
      addresses: ['192.0.2.10/24'],
      isManagement: true,
    })
  })
})

describe('scenario G: a VLAN for management beside a bridge', () => {
  it('shows both ways from one NIC', () => {
    const graph = graphOf(scenario.scenarioG())
    expect(edges(graph)).toEqual(['nic:eth0 bridge-port:solbr/eth0', 'nic:eth0 vlan-link:vlan100'])
    expect(node(graph, 'vlan-link:vlan100')).toMatchObject({ isManagement: true, addresses: ['192.0.2.100/24'] })
  })
})

describe('scenario H: internal ports and taps by script', () => {
  const graph = graphOf(scenario.scenarioH())

  it('leads from the internal port to the guest', () => {
    expect(edges(graph)).toContain('bridge-port:mibridge/interno1 macvtap:macvtap0')
    expect(edges(graph)).toContain('macvtap:macvtap0 guest-nic:uuid-vm1/net0')
  })

  it('shows a QEMU process that libvirt does not know', () => {
    expect(node(graph, 'guest:pid:4711').lines).toEqual(['not listed by libvirt'])
    expect(edges(graph)).toEqual(
      expect.arrayContaining(['bridge-port:mibridge/luispa4 tap:luispa4', 'tap:luispa4 guest-nic:pid:4711/net0']),
    )
  })
})

describe('scenario I: a kernel bond as one OVS port', () => {
  it('shows both layers', () => {
    const graph = graphOf(scenario.scenarioI())
    expect(edges(graph)).toEqual(
      expect.arrayContaining(['nic:eth0 bond:bond0', 'nic:eth3 bond:bond0', 'bond:bond0 bridge-port:br0/bond0']),
    )
    expect(node(graph, 'bond:bond0').lines).toEqual(['802.3ad · LACP', '4 of 4 · mtu 1500'])
    expect(graph.nodes.filter((each) => each.kind === 'bond')).toHaveLength(1)
  })
})

describe('scenario J: one bridge per VLAN, and one that filters', () => {
  const graph = graphOf(scenario.scenarioJ())

  it('leads over the VLAN links, and the ports behind carry their VLAN', () => {
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'bond:bond0 vlan-link:bond0.125',
        'vlan-link:bond0.125 bridge-port:br125/bond0.125',
        'bridge-port:br126/tap126b tap:tap126b',
      ]),
    )
    expect(edge(graph, 'bridge-port:br125/tap125a', 'tap:tap125a')?.vlan).toMatchObject({ mode: 'access', tag: 125 })
    expect(edge(graph, 'nic:eth0', 'bond:bond0')?.vlan).toMatchObject({ mode: 'trunk', trunks: [125, 126] })
  })

  it('shows the VLAN tables of the filtering bridge on its rows', () => {
    expect(node(graph, 'bridge-port:brf/eth2').vlan).toMatchObject({ trunks: [125, 126] })
    expect(node(graph, 'bridge-port:brf/vnet1').vlan).toMatchObject({ tag: 125 })
  })
})

describe('scenario K: OpenStack', () => {
  const graph = graphOf(scenario.scenarioKTrunk())

  it('draws each patch pair once, between rows', () => {
    const patches = graph.edges.filter((each) => each.kind === 'patch').map((each) => `${each.from} ${each.to}`)
    expect(patches).toEqual([
      'bridge-port:br-ex/phy-br-ex bridge-port:br-int/int-br-ex',
      'bridge-port:br-int/patch-tun bridge-port:br-tun/patch-int',
      'bridge-port:br-int/spi-S bridge-port:tbr-1/spt-S',
      'bridge-port:br-int/tpi-P bridge-port:tbr-1/tpt-P',
    ])
  })

  it('shows tunnels to their ends and everything as foreign', () => {
    expect(edges(graph)).toContain('tunnel-remote:10.0.0.2 bridge-port:br-tun/vxlan-0a000002')
    for (const name of ['br-int', 'br-tun', 'br-ex', 'tbr-1'])
      expect(node(graph, `ovs-bridge:${name}`).ownership, name).toBe('foreign')
  })

  it('folds a trunk bridge to one line, and unfolds it', () => {
    const line = 'network 3 local, sub-port VLAN 100 → local 5'
    const folded = foldGraph(graph, { expanded: new Set(), keep: new Set() })
    expect(node(folded, 'ovs-bridge:tbr-1').lines).toEqual([line])
    expect(node(folded, 'ovs-bridge:tbr-1').folds).toHaveLength(3)
    expect(node(folded, 'guest-nic:uuid-inst1/net0').lines).toContain(line)
    expect(edges(folded)).toContain('ovs-bridge:tbr-1 tap:tap1')
    const open = foldGraph(graph, { expanded: new Set(['ovs-bridge:tbr-1']), keep: new Set() })
    expect(node(open, 'bridge-port:tbr-1/spt-S').vlan).toMatchObject({ tag: 100 })
  })

  it('puts VLAN links of a tap between bridge and tap', () => {
    const links = graphOf(scenario.scenarioKVlanLinks(false))
    expect(edges(links)).toEqual(
      expect.arrayContaining([
        'bridge-port:br-int/tap1 tap:tap1',
        'bridge-port:br-int/tap1.100 vlan-link:tap1.100',
        'vlan-link:tap1.100 tap:tap1',
      ]),
    )
    expect(node(links, 'vlan-link:tap1.100').rank).toBe('network')
    expect(node(links, 'guest-nic:uuid-inst1/net0').lines).toContain('network 3 local, sub-port VLAN 100 → local 5')
  })

  it('goes through firewall bridges by their veth pairs', () => {
    const through = graphOf(scenario.scenarioKVlanLinks(true))
    expect(edge(through, 'bridge-port:br-int/qvo1', 'bridge-port:qbr1/qvb1')?.kind).toBe('veth')
    expect(edges(through)).toEqual(
      expect.arrayContaining([
        'bridge-port:qbr1/tap1 tap:tap1',
        'bridge-port:qbr2/tap1.100 vlan-link:tap1.100',
        'vlan-link:tap1.100 tap:tap1',
      ]),
    )
    expect(node(through, 'linux-bridge:qbr1').ownership).toBe('foreign')
    expect(node(through, 'guest-nic:uuid-inst1/net0').lines).toContain('network 3 local, sub-port VLAN 100 → local 5')
  })
})
