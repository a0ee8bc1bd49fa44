import { describe, expect, it } from 'vitest'
import { sceneNode, sceneOf } from './testing/scene'
import { sentenceAt } from './sentence-at'

const own = sceneNode('nic:eth0', { x: 124, y: 100, width: 92, height: 40 }, { isManagement: true })

const TEXT = 'SSH management path: not touched'

describe('sentenceAt', () => {
  it('stands below our own link', () => {
    expect(sentenceAt(sceneOf([own]), TEXT)).toEqual({ x: 124, y: 146 })
  })

  it('stands above it where something is below', () => {
    const below = sceneNode('nic:eth1', { x: 124, y: 148, width: 92, height: 40 })
    expect(sentenceAt(sceneOf([own, below]), TEXT)).toEqual({ x: 124, y: 78 })
  })

  it('stands right of it where both are taken', () => {
    const around = [60, 148].map((y) => sceneNode(`nic:${y}`, { x: 124, y, width: 92, height: 40 }))
    expect(sentenceAt(sceneOf([own, ...around]), TEXT)).toEqual({ x: 222, y: 112 })
  })

  it('needs more room for a longer sentence', () => {
    const around = [60, 148].map((y) => sceneNode(`nic:${y}`, { x: 124, y, width: 92, height: 40 }))
    const far = sceneNode('bridge:b', { x: 480, y: 90, width: 204, height: 200 })
    expect(sentenceAt(sceneOf([own, ...around, far]), TEXT)).not.toBeNull()
    expect(sentenceAt(sceneOf([own, ...around, far]), `${TEXT}, and much more than that`)).toBeNull()
  })

  it('covers nothing', () => {
    const around = [60, 148].map((y) => sceneNode(`nic:${y}`, { x: 124, y, width: 92, height: 40 }))
    const right = sceneNode('bond:b', { x: 300, y: 100, width: 92, height: 40 })
    expect(sentenceAt(sceneOf([own, ...around, right]), TEXT)).toBeNull()
    expect(sentenceAt(sceneOf(around), TEXT)).toBeNull()
  })
})
