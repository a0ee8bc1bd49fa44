import { describe, expect, it } from 'vitest'
import { sceneNode, sceneOf, smallScene } from './testing/scene'
import { socketsOf, toSceneItems } from './scene-items'

describe('toSceneItems', () => {
  it('gives boxes with their rows in reading order', () => {
    const items = toSceneItems(smallScene())
    expect(items.map(({ id, rows }) => [id, rows.map((row) => row.node.id)])).toEqual([
      ['nic:eth0', []],
      ['bridge:br0', ['port:eth0', 'port:vnet0']],
      ['tap:vnet0', []],
      ['guest:web1', ['guest-nic:web1/net0']],
    ])
  })

  it('leaves a child that stands outside its parent as a box of its own', () => {
    const network = sceneNode('network:n', { x: 0, y: 0, width: 100, height: 20 })
    const portgroup = sceneNode('portgroup:n/p', { x: 0, y: 40, width: 100, height: 20 }, { parent: 'network:n' })
    expect(toSceneItems(sceneOf([network, portgroup])).map(({ id }) => id)).toEqual(['network:n', 'portgroup:n/p'])
  })
})

describe('socketsOf', () => {
  it('reads the sides off the ends of the lines', () => {
    const sockets = socketsOf(smallScene())
    expect(sockets.get('port:eth0')).toEqual({ left: true, right: false })
    expect(sockets.get('port:vnet0')).toEqual({ left: false, right: true })
    expect(sockets.get('bridge:br0')).toBeUndefined()
  })
})
