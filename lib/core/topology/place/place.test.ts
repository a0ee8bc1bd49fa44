import { describe, expect, it } from 'vitest'
import { buildGraph } from '../build'
import * as make from '../testing/fixtures'
import { sampleState } from '../testing/sample-host'
import { placeGraph } from './place'
import type { Box, Scene } from './scene'

const boxOf = (scene: Scene, id: string): Box => {
  const found = scene.nodes.find((each) => each.node.id === id)
  if (!found) throw new Error(`no node ${id} in the scene`)
  return found.box
}
const middle = (box: Box) => box.y + box.height / 2

describe('placeGraph', () => {
  const graph = buildGraph(sampleState())
  const scene = placeGraph(graph)

  it('places every node and draws every edge', () => {
    expect(scene.nodes.map((each) => each.node.id)).toEqual(graph.nodes.map((node) => node.id))
    expect(scene.edges.map((each) => each.edge.id)).toEqual(graph.edges.map((edge) => edge.id))
  })

  it('keeps the columns of the design', () => {
    expect(scene.columns.map((column) => column.x)).toEqual([12, 124, 244, 388, 528, 760, 888, 1012])
    expect(Object.fromEntries(scene.columns.map((column) => [column.rank, column.count]))).toMatchObject({
      switch: 6,
      nic: 7,
      bond: 3,
      bridge: 6,
      tap: 25,
      guest: 20,
    })
  })

  it('draws the way of a port as straight lines', () => {
    const row = middle(boxOf(scene, 'bridge-port:br-ovs/vnet4'))
    expect(middle(boxOf(scene, 'portgroup:ovsnet/vlan-all'))).toBe(row)
    expect(middle(boxOf(scene, 'tap:vnet4'))).toBe(row)
    expect(middle(boxOf(scene, 'guest-nic:uuid-fw1/net0'))).toBe(row)
    const straight = scene.edges.filter((each) => each.edge.from.startsWith('bridge-port:br-ovs/vnet'))
    expect(straight.every((each) => each.points.length === 2)).toBe(true)
  })

  it('puts a bond beside its members and level with its bridge', () => {
    const bond = boxOf(scene, 'bond:br-ovs/ovsbond0')
    expect(boxOf(scene, 'nic:eth5').y).toBe(bond.y)
    expect(boxOf(scene, 'nic:eth6').y + 40).toBe(bond.y + bond.height)
    expect(middle(bond)).toBe(middle(boxOf(scene, 'bridge-port:br-ovs/ovsbond0')))
  })

  it('gives no LLDP neighbour and addresses as notes', () => {
    expect(scene.notes.find((note) => note.id === 'addresses:nic:eth0')).toMatchObject({
      texts: ['10.0.2.15/24'],
      isManagement: true,
    })
    expect(scene.notes.filter((note) => note.kind === 'no-neighbour').map((note) => note.nodeId)).toEqual(['nic:eth0'])
  })

  it('gives the same scene for the same graph', () => {
    const byId = (each: Scene) => new Map(each.nodes.map((node) => [node.node.id, node.box]))
    expect(placeGraph(graph)).toEqual(scene)
    expect(byId(placeGraph(buildGraph(sampleState())))).toEqual(byId(scene))
  })

  it('moves no earlier bridge when a guest is added to the last one', () => {
    const before = sampleState()
    const after = {
      ...before,
      links: [...before.links, make.tap('vnet99', 'brv')],
      guests: [
        ...before.guests,
        make.guest('zz', [make.guestNic('net0', '52:54:00:00:00:99', make.onBridge('brv'), 'vnet99')]),
      ],
    }
    const later = placeGraph(buildGraph(after))
    for (const id of [
      'linux-bridge:virbr0',
      'linux-bridge:br125',
      'linux-bridge:br126',
      'linux-bridge:brv',
      'tap:vnet8',
    ])
      expect(boxOf(later, id).y).toBe(boxOf(scene, id).y)
  })
})
