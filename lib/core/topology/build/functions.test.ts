import { describe, expect, it } from 'vitest'
import { kvmSriov } from '../../../simhost/hosts/kvm-sriov'
import type { NetworkState } from '../../model/network-state'
import { guestPath } from '../../path/guest-path'
import { observeCommandHost } from '../../plan/testing/host'
import { buildGraph } from '../build'
import { describeNode } from '../facts/facts'
import type { Graph } from '../graph/graph'
import { placeGraph } from '../place/place'

const state = observeCommandHost(kvmSriov(), '192.0.2.14')
const graph = buildGraph(state)
const guest = (name: string): string => state.guests.find((each) => each.name === name)?.uuid ?? ''
const nic = (name: string, number = 0): string => `guest-nic:${guest(name)}/net${number}`
const edgesOf = ({ edges }: Graph): string[] => edges.map(({ from, to }) => `${from} ${to}`)

describe('functions of cards', () => {
  it.each([
    ['a card leads to the network that gives its functions', 'nic:enp3s0f1', 'portgroup:sriov/backup'],
    ['the network leads to the function that it gave', 'portgroup:sriov/backup', 'vf:enp3s0f1/0'],
    ['the function to its guest', 'vf:enp3s0f1/0', nic('db1')],
    ['a card leads to a function that was given by its address', 'nic:enp3s0f1', 'vf:enp3s0f1/1'],
    ['and that to its guest', 'vf:enp3s0f1/1', nic('db2')],
    ["a card leads to the host's own function", 'nic:enp3s0f1', 'nic:enp3s0f1v3'],
    ['and that to its bridge', 'nic:enp3s0f1v3', 'bridge-port:br-vf/enp3s0f1v3'],
    ['a port leads to its representor', 'bridge-port:br-sw/enp4s0f0_0', 'representor:enp4s0f0_0'],
    ['the representor to the function', 'representor:enp4s0f0_0', 'vf:enp4s0f0/0'],
    ['and that to its guest', 'vf:enp4s0f0/0', nic('edge1')],
    ['a stopped guest is on its network', 'portgroup:sriov/storage', nic('spare1')],
    ["a bond of DPDK's has its cards", 'nic:dpdk1', 'bond:br-dpdk/dpdkbond'],
    ['a port leads to its socket', 'bridge-port:br-dpdk/vhost-fw1', 'tap:vhost-fw1'],
    ['and that to its guest', 'tap:vhost-fw1', nic('fw1')],
  ])('%s', (_, from, to) => expect(edgesOf(graph)).toContain(`${from} ${to}`))

  it("a cable carries the tags of its card's functions, which the card pushes", () => {
    const cable = graph.edges.find(({ to }) => to === 'nic:enp3s0f1')
    expect(cable?.vlan).toMatchObject({ mode: 'trunk', trunks: [43, 44] })
    const tags = guestPath(state, graph, nic('db1')).hops.map(({ label, tag }) => `${label}: ${tag}`)
    expect(tags.slice(1)).toEqual([
      'enp3s0f1 VF 0: tag 43',
      'backup: tag 43',
      'enp3s0f1: tag 43',
      'tor-a Ethernet31: tag 43',
    ])
  })

  it('frames of a card that shows its switch come by the representor alone', () => {
    expect(edgesOf(graph)).not.toContain('nic:enp4s0f0 vf:enp4s0f0/0')
    expect(graph.nodes.find(({ id }) => id === 'bridge-port:br-sw/enp4s0f0_0')?.role).toBe('guest')
  })

  it('each is drawn once, in a place of its own', () => {
    const names = ['enp3s0f1 VF 0', 'enp3s0f1 VF 1', 'enp4s0f0 VF 0', 'enp4s0f0_0', 'enp3s0f1v3', 'dpdk0']
    const placed = placeGraph(graph).nodes.map(({ node }) => node)
    for (const name of names)
      expect(placed.filter((node) => node.name === name && node.kind !== 'bridge-port')).toHaveLength(1)
    expect(state.unrecognised).toEqual([])
  })

  it('free functions are no nodes: their card counts them', () => {
    expect(graph.nodes.find(({ id }) => id === 'nic:enp3s0f1')?.lines).toEqual(['25G · 4 of 64 VFs'])
  })

  it.each([
    ['vf:enp3s0f1/0', 'VLAN', 'access 43'],
    ['vf:enp3s0f1/0', 'driver', 'vfio-pci'],
    ['nic:enp3s0f1', 'virtual functions', '4 of 64'],
    ['nic:enp3s0f1v3', 'virtual function', 'VF 3 of enp3s0f1'],
    ['representor:enp4s0f0_0', 'stands for', 'VF 0 of enp4s0f0'],
  ])('%s says its %s', (id, label, value) => {
    const facts = describeNode(state, graph, id)?.groups.flatMap((group) => group.facts) ?? []
    expect(facts).toContainEqual({ label, value })
  })

  it('a card says who has each of its functions', () => {
    const facts = describeNode(state, graph, 'nic:enp3s0f1')?.groups.flatMap((group) => group.facts) ?? []
    const held = facts.filter(({ label }) => /^VF \d/.test(label)).map(({ value }) => value.split(',')[0])
    expect(held).toEqual(['net0 of db1', 'net0 of db2', 'enp3s0f1v2', 'enp3s0f1v3'])
  })

  it.each([
    ['0000:03:0a.1', 'vf:enp3s0f1/1'],
    ['0000:81:00.1', 'nic:dpdk1'],
    ['/var/lib/vhost/fw1.sock', 'tap:vhost-fw1'],
    ['/var/lib/vhost/fw1.sock', nic('fw1')],
  ])('%s is found', (term, id) => {
    expect(graph.nodes.find((node) => node.id === id)?.terms.join(' ')).toContain(term)
  })

  it('a function is broken where its card has no carrier, or is down', () => {
    const without = (part: object): NetworkState => ({
      ...state,
      links: state.links.map((link) => (link.name === 'enp3s0f1' ? { ...link, ...part } : link)),
    })
    const reason = (changed: NetworkState): string =>
      buildGraph(changed).nodes.find(({ id }) => id === 'vf:enp3s0f1/0')?.healthReason ?? ''
    expect(reason(without({ hasCarrier: false }))).toBe('enp3s0f1 has no carrier, and its functions with it')
    expect(reason(without({ isUp: false }))).toBe('enp3s0f1 is down, and its functions with it')
    expect(reason(state)).toBe('')
  })
})

it('what runs of a network with functions is no other than what is stored', () => {
  const [db1] = state.guests
  expect(db1?.nics.map(({ running, stored, differences }) => [running?.source, stored?.source, differences])).toEqual([
    [
      { type: 'hostdev', address: '0000:03:0a.0', network: 'sriov', portgroup: 'backup' },
      { type: 'network', network: 'sriov', portgroup: 'backup', bridge: null },
      [],
    ],
  ])
  expect(state.libvirt?.networks[0]).toMatchObject({
    differsFromStored: false,
    forwardFunctions: ['0000:03:0a.0', '0000:03:0a.1', '0000:03:0a.2', '0000:03:0a.3'],
  })
})
