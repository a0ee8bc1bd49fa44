import { describe, expect, it } from 'vitest'
import { neighbourOf, readingOrder } from './neighbours'
import { smallScene } from './testing/scene'
import { toSceneItems } from './scene-items'

const scene = smallScene()
const items = toSceneItems(scene)

describe('neighbourOf', () => {
  it('follows the edges from the guest to the NIC', () => {
    const way = ['guest-nic:web1/net0']
    for (const expected of ['tap:vnet0', 'port:vnet0', 'nic:eth0']) {
      const next = neighbourOf(scene, items, way.at(-1) ?? '', 'left')
      expect(next).toBe(expected)
      way.push(expected)
    }
  })

  it('lets a box follow the edges of its rows', () => {
    expect(neighbourOf(scene, items, 'bridge:br0', 'left')).toBe('nic:eth0')
    expect(neighbourOf(scene, items, 'bridge:br0', 'right')).toBe('tap:vnet0')
    expect(neighbourOf(scene, items, 'guest:web1', 'left')).toBe('tap:vnet0')
  })

  it('steps through the column', () => {
    expect(neighbourOf(scene, items, 'bridge:br0', 'down')).toBe('port:eth0')
    expect(neighbourOf(scene, items, 'port:eth0', 'up')).toBe('bridge:br0')
    expect(neighbourOf(scene, items, 'port:vnet0', 'down')).toBeNull()
  })

  it('stays at the ends and for unknown nodes', () => {
    expect(neighbourOf(scene, items, 'nic:eth0', 'left')).toBeNull()
    expect(neighbourOf(scene, items, 'nope', 'right')).toBeNull()
  })
})

describe('readingOrder', () => {
  it('goes rank by rank', () => {
    expect(readingOrder(items)).toEqual([
      'nic:eth0',
      'bridge:br0',
      'port:eth0',
      'port:vnet0',
      'tap:vnet0',
      'guest:web1',
      'guest-nic:web1/net0',
    ])
  })
})
