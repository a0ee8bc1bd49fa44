import { describe, expect, it } from 'vitest'
import { buildGraph } from '../build'
import { sampleState } from '../testing/sample-host'
import { matchGraph } from './filter'

const graph = buildGraph(sampleState())
const ids = (query: string) => [...matchGraph(graph, query).ids]

describe('matchGraph', () => {
  it('matches all without a word', () => {
    expect(matchGraph(graph, ' ')).toMatchObject({ count: graph.nodes.length, total: graph.nodes.length, problems: [] })
  })

  it('finds a VLAN on the way from the guest to the switch', () => {
    const found = ids('vlan:125')
    for (const id of [
      'guest-nic:uuid-web1/net0',
      'guest:uuid-web1',
      'tap:vnet10',
      'linux-bridge:br125',
      'vlan-link:bond0.125',
      'bond:bond0',
      'nic:eth1',
      'switch-port:id-tor-a/p1/eth1',
      'bridge-port:br-ovs/acc125',
      'portgroup:ovsnet/vlan-125',
    ])
      expect(found).toContain(id)
    for (const id of ['vlan-link:bond0.126', 'tap:vnet11', 'nic:eth0', 'guest:uuid-www1', 'bridge-port:br-ovs/vnet7'])
      expect(found).not.toContain(id)
  })

  it('counts a trunk of all VLANs as carrying any', () => {
    expect(ids('vlan:4000')).toEqual(expect.arrayContaining(['bridge-port:br-ovs/vxint', 'bridge-port:br-tun/vx0']))
    expect(ids('vlan:4000')).not.toContain('bridge-port:br-ovs/ovsbond0')
  })

  it('takes ranges', () => {
    expect(ids('vlan:200-210')).toContain('bond:bond1')
    expect(ids('vlan:200-210')).not.toContain('bond:bond0')
  })

  it('finds states and ownership', () => {
    expect(ids('down kind:nic')).toEqual(['nic:eth4'])
    expect(ids('degraded')).toEqual(['bond:bond1'])
    expect(ids('drifted')).toEqual(expect.arrayContaining(['bridge-port:br-ovs/vnet7', 'tap:vnet7']))
    expect(ids('foreign kind:bridge')).toEqual(['linux-bridge:virbr0', 'ovs-bridge:br-tun'])
    expect(ids('ssh')).toEqual(['nic:eth0'])
  })

  it('finds MACs, in full, by their end, and in other spellings', () => {
    for (const query of ['52:54:00:aa:03:04', '03:04', '5254.00aa.0304', '52-54-00-aa-03-04'])
      expect(ids(`${query} kind:guest-nic`)).toEqual(['guest-nic:uuid-fw1/net3'])
  })

  it('finds addresses and parts of names; several words must all match', () => {
    expect(ids('172.16.125')).toEqual(['bridge-port:br-ovs/acc125'])
    expect(ids('kind:guest www 13')).toEqual(['guest:uuid-www13'])
    expect(ids('vlan:125 kind:bond')).toEqual(['bond:bond0', 'bond:br-ovs/ovsbond0'])
  })

  it('asks the host for host:', () => {
    expect(matchGraph(graph, 'host:kvm', 'KVM1').count).toBe(graph.nodes.length)
    expect(matchGraph(graph, 'host:kvm2', 'kvm1').count).toBe(0)
  })

  it('says what would be right', () => {
    expect(matchGraph(graph, 'vlan:9999').problems).toEqual([
      'vlan:9999 cannot be: VLANs go from 1 to 4094 (0 and 4095 are reserved)',
    ])
    expect(matchGraph(graph, 'vlan:web').problems[0]).toContain('a number from 1 to 4094')
    expect(matchGraph(graph, 'vlan:30-20').problems[0]).toContain('vlan:20-30')
    expect(matchGraph(graph, 'kind:bonds').problems[0]).toContain('bond')
    expect(matchGraph(graph, 'kind:__proto__').problems).toHaveLength(1)
  })
})
