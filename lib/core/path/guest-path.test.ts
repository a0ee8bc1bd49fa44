import { describe, expect, it } from 'vitest'
import { buildGraph } from '../topology/build'
import * as make from '../topology/testing/fixtures'
import { scenarioC } from '../topology/testing/scenarios'
import { sampleState } from '../topology/testing/sample-host'
import { guestPath } from './guest-path'

const state = sampleState()
const graph = buildGraph(state)
const path = (id: string) => guestPath(state, graph, id)
const labels = (id: string) => path(id).hops.map((hop) => hop.label)

describe('guestPath', () => {
  it('goes from a guest NIC over tap, bridge, VLAN link and bond to the switch', () => {
    expect(labels('guest-nic:uuid-web1/net0')).toEqual([
      'web1 net0',
      'vnet10',
      'br125',
      'bond0.125',
      'bond0',
      'eth1 | eth2',
      'tor-a p1 | p2',
    ])
    const found = path('guest-nic:uuid-web1/net0')
    expect(found.reachesSwitch).toBe(true)
    expect(found.verdicts).toContain('Tag 125 is pushed at bond0.125')
    expect(found.verdicts).toContain('The member is picked per flow (layer3+4)')
    expect(found.hops.at(-1)?.tag).toBe('tag 125')
    expect(found.edgeIds).toContain('vlan-link:bond0.125--bridge-port:br125/bond0.125')
    expect(found.nodeIds).not.toContain('tap:vnet2')
  })

  it("takes the port with the tap's name through a portgroup, and tags at the trunk", () => {
    const found = path('guest-nic:uuid-fw1/net2')
    expect(found.nodeIds).toContain('portgroup:ovsnet/vlan-125')
    expect(found.verdicts).toEqual(expect.arrayContaining(['access 125 at vnet6', 'carried tagged 125 on ovsbond0']))
    expect(path('guest-nic:uuid-www3/net0').nodeIds).not.toContain('bridge-port:br-ovs/vnet22')
  })

  it('leads from an uplink out to the switch, and back to every guest behind it', () => {
    expect(labels('bridge-port:br-ovs/ovsbond0')).toEqual(['ovsbond0', 'eth5 | eth6', 'tor-a p5 | p6'])
    const found = path('bridge-port:br-ovs/ovsbond0')
    expect(found.reachesSwitch).toBe(true)
    expect(found.nodeIds).toContain('guest-nic:uuid-fw1/net2')
  })

  it('leads from a fake bridge in its VLAN', () => {
    const host = scenarioC()
    const found = guestPath(host, buildGraph(host), 'fake-bridge:ovsbr1/ovsbr1-v125')
    expect(found.hops[0]?.tag).toBe('untagged, VLAN 125')
    expect(found.verdicts.join('\n')).toMatch(/carried tagged 125 on /)
  })

  it('leaves the tags of a trunk guest to the guest', () => {
    const found = path('guest-nic:uuid-fw1/net0')
    expect(found.verdicts[0]).toContain('own tags pass, VLANs 125, 126, 200; untagged frames are dropped')
    expect(found.hops.at(-1)?.tag).toBe('own tags 125, 126, 200')
  })

  it('says where a macvtap lets frames go', () => {
    expect(path('guest-nic:uuid-mv1/net1').verdicts[0]).toContain('the switch, which must send them back')
    expect(labels('guest-nic:uuid-mv1/net1').slice(0, 3)).toEqual(['mv1 net1', 'macvtap1', 'bond0'])
  })

  it('says where a way ends', () => {
    expect(path('guest-nic:uuid-db2/net1').verdicts).toContain('virbr0 has no uplink: frames stay on this host')
    expect(path('nowhere').hops).toEqual([])
  })

  it('lights the guests behind a NIC', () => {
    expect(path('nic:eth1').nodeIds).toContain('guest:uuid-web1')
    expect(path('nic:eth1').nodeIds).not.toContain('guest:uuid-fw1')
  })

  describe('lights no way out for a VLAN that the uplink does not carry', () => {
    const MAC = '52:54:00:00:00:01'
    const port = { bridge: 'ovsbr1', virtualPort: 'openvswitch' }
    const networks = [
      make.network('n', { ...port, portgroups: [make.portgroup('v130', [130]), make.portgroup('v125', [125])] }),
      make.network('m', { ...port, vlan: make.libvirtVlan(130) }),
      make.network('f', { ...port, bridge: 'fake130', virtualPort: 'openvswitch' }),
    ]
    const off = (source: ReturnType<typeof make.onBridge>, vlan: number | null = null) =>
      make.hostState({
        links: make.kernelBond('bond0', 'active-backup', ['eth1', 'eth2']),
        bridges: [
          make.ovsBridge(
            'ovsbr1',
            [make.ovsPort('bond0', make.nativeUntagged(1, 125, 126)), make.internalPort('fake130', make.access(130))],
            { fakeBridges: [{ name: 'fake130', parent: 'ovsbr1', vlanId: 130, ports: [] }] },
          ),
        ],
        networks,
        guests: [
          make.guest('a', [make.guestNic('net0', MAC, source, null, vlan === null ? null : make.libvirtVlan(vlan))]),
        ],
      })
    const NIC = 'guest-nic:uuid-a/net0'

    it.each<[string, ReturnType<typeof off>, string]>([
      ['a portgroup without guests', off(make.onBridge('ovsbr1')), 'portgroup:n/v130'],
      ['a network with a VLAN', off(make.onBridge('ovsbr1')), 'network:m'],
      ['a network on a fake bridge', off(make.onBridge('ovsbr1')), 'network:f'],
      ['a guest that is off, by its portgroup', off(make.onNetwork('n', 'v130')), NIC],
      ['a guest that is off, by its own VLAN', off(make.onBridge('ovsbr1'), 130), NIC],
      ['a guest that is off, by its own VLAN before that of its portgroup', off(make.onNetwork('n', 'v125'), 130), NIC],
    ])('%s', (_, host, start) => {
      const found = guestPath(host, buildGraph(host), start)
      expect(found.verdicts).toContain('bond0 does not list VLAN 130: the frame is dropped there')
      expect(found.nodeIds).not.toContain('nic:eth1')
    })

    it('and one for a VLAN that it does carry', () => {
      const host = off(make.onNetwork('n', 'v130'), 125)
      const found = guestPath(host, buildGraph(host), NIC)
      expect(found.verdicts).toContain('carried tagged 125 on bond0')
      expect(found.nodeIds).toContain('nic:eth1')
    })
  })

  it('names a VLAN that the uplink does not list, and an MTU that falls', () => {
    const broken = make.hostState({
      links: [make.nic('eth0', { mtuBytes: 1400 }), make.tap('vnet0')],
      bridges: [make.ovsBridge('br0', [make.ovsPort('eth0', make.trunk(10)), make.ovsPort('vnet0', make.access(20))])],
      guests: [make.guest('a', [make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br0'), 'vnet0')])],
    })
    const dropped = guestPath(broken, buildGraph(broken), 'guest-nic:uuid-a/net0')
    expect(dropped.verdicts).toContain('eth0 does not list VLAN 20: the frame is dropped there')
    expect(dropped.reachesSwitch).toBe(false)
  })
})
