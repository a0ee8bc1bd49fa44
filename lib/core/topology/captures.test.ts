import { describe, expect, it } from 'vitest'
import { factsOfCapture as libvirtAndOvsFacts } from '../observe/testing/capture-facts'
import { factsOfCapture as linkFacts } from '../observe/testing/captured-facts'
import { observeHost } from '../observe/observe-host'
import { guestPath } from '../path/guest-path'
import { capturesLike, readCapture } from '../parse/testing/captures'
import { buildGraph } from './build'
import { describeNode } from './facts/facts'
import { foldGraph } from './fold/fold'
import { placeGraph } from './place/place'
import { toWiringRows } from '../path/wiring-rows'

const stateOf = (host: string) => {
  const files = capturesLike(/^(ovs-|virsh-)[^/]*\.(json|txt|xml)$/).filter(([owner]) => owner === host)
  const texts = new Map(files.map(([, file]): [string, string] => [file, readCapture(host, file)]))
  const facts = { ...linkFacts(host), ...libvirtAndOvsFacts(texts) }
  return observeHost(facts, { readAtMs: 0, sshConnection: '10.0.2.2 50000 10.0.2.15 22' })
}
const edgesOf = (host: string) => buildGraph(stateOf(host)).edges.map((edge) => `${edge.from} ${edge.to}`)
const nodeOf = (host: string, id: string) => buildGraph(stateOf(host)).nodes.find((node) => node.id === id)
const uuidOf = (host: string, name: string) => stateOf(host).guests.find((guest) => guest.name === name)?.uuid ?? ''

const FULL_HOSTS = ['debian11-uml', 'debian12-uml', 'debian13-uml', 'debian12-netns']

describe.each(FULL_HOSTS)('%s', (host) => {
  const state = stateOf(host)
  const graph = buildGraph(state)

  it('can be drawn, folded, listed, described and traced', () => {
    expect(graph.nodes.filter((node) => node.kind === 'unrecognised')).toEqual([])
    const folded = foldGraph(graph, { expanded: new Set(), keep: new Set() })
    expect(placeGraph(folded).edges).toHaveLength(folded.edges.length)
    expect(toWiringRows(state, graph)).toHaveLength(state.guests.flatMap((guest) => guest.nics).length)
    for (const node of graph.nodes) {
      expect(describeNode(state, graph, node.id), node.id).not.toBeNull()
      expect(guestPath(state, graph, node.id).hops.length, node.id).toBeGreaterThan(0)
    }
  })

  it('wires every running guest NIC to its tap', () => {
    const wired = new Set(graph.edges.map((edge) => edge.to))
    const running = state.guests.flatMap((guest) =>
      guest.nics.filter((nic) => nic.running?.target).map((nic) => `guest-nic:${guest.uuid}/${nic.name}`),
    )
    expect(running.filter((id) => !wired.has(id))).toEqual([])
  })

  it('has every NIC that hears a neighbour on its switch', () => {
    for (const { link } of state.neighbours.filter((each) => /^eth/.test(each.link)))
      expect(
        graph.edges.some((edge) => edge.to === `nic:${link}` && edge.from.startsWith('switch-port:')),
        link,
      ).toBe(true)
  })
})

describe('debian12-uml', () => {
  const host = 'debian12-uml'

  it('shows the ways of its lab', () => {
    expect(edgesOf(host)).toEqual(
      expect.arrayContaining([
        'nic:eth1 bond:bond0',
        'bond:bond0 vlan-link:bond0.125',
        'vlan-link:bond0.125 bridge-port:br125/bond0.125',
        'bridge-port:br125/vnet2 network:vlan125',
        'network:vlan125 tap:vnet2',
        'bond:bond1 bridge-port:brv/bond1',
        'nic:eth5 bond:br-ovs/ovsbond0',
        'bond:br-ovs/ovsbond0 bridge-port:br-ovs/ovsbond0',
        'bridge-port:br-ovs/patch-tun bridge-port:br-tun/patch-ovs',
        'tunnel-remote:10.0.2.50 bridge-port:br-tun/vx0',
        'bond:bond0 macvtap:macvtap1',
        'bond:bond0 network:mvt',
        'network:mvt macvtap:macvtap3',
      ]),
    )
  })

  it('knows whose things are and why they are down', () => {
    expect(nodeOf(host, 'bridge-port:br-ovs/vnet4')?.ownership).toBe('ours')
    expect(nodeOf(host, 'linux-bridge:virbr0')?.ownership).toBe('foreign')
    expect(nodeOf(host, 'macvtap:macvtap0')?.healthReason).toBe('macvtap0 is down because mv1 is paused')
    expect(nodeOf(host, 'nic:eth0')?.isManagement).toBe(true)
    expect(nodeOf(host, 'fake-bridge:br-ovs/br-ovs-v30')?.parent).toBe('ovs-bridge:br-ovs')
  })

  it('traces web1 to the switch', () => {
    const state = stateOf(host)
    const path = guestPath(state, buildGraph(state), `guest-nic:${uuidOf(host, 'web1')}/net0`)
    expect(path.hops.map((hop) => hop.label)).toEqual([
      'web1 net0',
      'vnet10',
      'br125',
      'bond0.125',
      'bond0',
      'eth1 | eth2',
      'tor-a p1 | p2',
    ])
    expect(path.verdicts).toContain('Tag 125 is pushed at bond0.125')
  })
})

describe('debian12-netns', () => {
  it('takes membership from OVSDB where the kernel knows nothing of it', () => {
    expect(edgesOf('debian12-netns')).toEqual(
      expect.arrayContaining([
        'nic:eth1 bond:br0/bond0',
        'bridge-port:br0/patch-ovsbr1 bridge-port:ovsbr1/patch-br0',
        'bridge-port:ovsbr1/vnet0 portgroup:ovs-net/Vlan125',
      ]),
    )
  })

  it('finds a tap that fell out of its bridge', () => {
    expect(nodeOf('debian12-netns', 'tap:vnet5')).toMatchObject({
      health: 'error',
      healthReason: 'vnet5 is in no bridge; vm2 wants network iso-net',
    })
  })
})
