import { describe, expect, it } from 'vitest'
import { buildGraph } from '../build'
import { sampleState } from '../testing/sample-host'
import { allScenarios, scenarioA, scenarioC, scenarioD, scenarioE } from '../testing/scenarios'
import { describeNode } from './facts'
import type { NetworkState } from '../../model/network-state'
import { toWiringRows } from '../../path/wiring-rows'

const factsOf = (state: NetworkState, id: string) => {
  const described = describeNode(state, buildGraph(state), id)
  if (!described) throw new Error(`no node ${id}`)
  return Object.fromEntries(described.groups.flatMap((group) => group.facts.map((fact) => [fact.label, fact.value])))
}

describe('describeNode', () => {
  it('gives every fact its source', () => {
    const state = sampleState()
    const described = describeNode(state, buildGraph(state), 'bridge-port:br-ovs/vnet4')
    expect(described).toMatchObject({ title: 'vnet4', subtitle: 'port of br-ovs' })
    expect(described?.groups.map((group) => [group.source, group.sourceId])).toEqual([
      ['ovs-vsctl list Port vnet4', 'ovs'],
      ['ovs-vsctl list Interface vnet4', 'ovs'],
      ['ip -d addr show dev vnet4', 'links'],
    ])
    expect(describeNode(state, buildGraph(state), 'nothing')).toBeNull()
  })

  it('says what enters and what leaves in each VLAN mode', () => {
    const state = sampleState()
    expect(factsOf(state, 'bridge-port:br-ovs/vnet6')).toMatchObject({
      enters: 'untagged frames, into VLAN 125; tagged ones are dropped',
      leaves: 'frames of VLAN 125, untagged',
    })
    expect(factsOf(state, 'bridge-port:br-ovs/vxint')).toMatchObject({
      VLANs: 'trunk all',
      enters: 'tagged frames of all VLANs; untagged ones go into VLAN 0',
      leaves: 'frames of all VLANs, tagged; those of VLAN 0 untagged',
    })
    expect(factsOf(state, 'bridge-port:br-ovs/nattag0').leaves).toContain('all tagged')
    expect(factsOf(state, 'bridge-port:br-ovs/natun0').leaves).toContain('those of VLAN 125 untagged')
  })

  it('explains LACP without a partner, fail modes, macvtap modes and fake bridges', () => {
    expect(factsOf(scenarioA({ hasPartner: false }), 'bond:ovsbr1/bond0').LACP).toBe(
      'active, fast: configured, no partner answers; members disabled',
    )
    expect(factsOf(scenarioD('secure', false), 'ovs-bridge:ovsbr1')['fail mode']).toContain('no new flows')
    expect(factsOf(scenarioE(), 'macvtap:macvtap0').mode).toContain('only if it sends frames back')
    expect(factsOf(scenarioE(), 'guest-nic:uuid-v/net0')['to change it']).toContain('stopped and started')
    expect(factsOf(scenarioC(), 'fake-bridge:ovsbr1/ovsbr1-v125')['what it is']).toContain('VLAN 125 of ovsbr1')
  })

  it('says where a guest NIC has its VLAN from', () => {
    expect(factsOf(scenarioA(), 'guest-nic:uuid-VM_OVS_test/net0')).toMatchObject({
      'interface <vlan>': 'access 125',
      'portgroup <vlan>': 'Vlan125: access 125',
    })
  })

  it('describes every node of every scenario', () => {
    for (const [name, state] of allScenarios()) {
      const graph = buildGraph(state)
      const silent = graph.nodes
        .filter((node) => node.kind !== 'tunnel-remote')
        .filter((node) => (describeNode(state, graph, node.id)?.groups.length ?? 0) === 0)
        .map((node) => node.id)
      expect(silent, name).toEqual([])
    }
  })
})

describe('toWiringRows', () => {
  const state = sampleState()
  const rows = toWiringRows(state, buildGraph(state))

  it('has a row for every guest NIC', () => {
    expect(rows).toHaveLength(state.guests.flatMap((guest) => guest.nics).length)
  })

  it('has the whole way in one row', () => {
    expect(rows.find((row) => row.guest === 'fw1' && row.nic === 'net2')).toEqual({
      nodeId: 'guest-nic:uuid-fw1/net2',
      guest: 'fw1',
      nic: 'net2',
      mac: '52:54:00:aa:03:03',
      tap: 'vnet6',
      bridge: 'br-ovs',
      vlans: 'access 125',
      portgroup: 'vlan-125',
      uplinks: 'eth5, eth6',
      switchPorts: 'tor-a p5, p6',
      state: 'up',
      reason: '',
    })
    expect(rows.find((row) => row.guest === 'web1' && row.nic === 'net0')?.vlans).toBe('125 by bond0.125')
    expect(rows.find((row) => row.guest === 'off1')).toMatchObject({
      state: 'off',
      reason: 'off1 is shut off',
      bridge: 'br125',
    })
  })
})
