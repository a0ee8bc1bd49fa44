import { describe, expect, it } from 'vitest'
import { sceneNode, sceneOf } from './scene-support'
import { sentenceAt } from './sentence-at'

const own = sceneNode('nic:eth0', { x: 124, y: 100, width: 92, height: 40 }, { isManagement: true })

describe('sentenceAt', () => {
  it('stands below our own link', () => {
    expect(sentenceAt(sceneOf([own]))).toEqual({ x: 124, y: 146 })
  })

  it('stands above it where something is below', () => {
    const below = sceneNode('nic:eth1', { x: 124, y: 148, width: 92, height: 40 })
    expect(sentenceAt(sceneOf([own, below]))).toEqual({ x: 124, y: 78 })
  })

  it('stands right of it where both are taken', () => {
    const around = [60, 148].map((y) => sceneNode(`nic:${y}`, { x: 124, y, width: 92, height: 40 }))
    expect(sentenceAt(sceneOf([own, ...around]))).toEqual({ x: 222, y: 112 })
  })

  it('covers nothing', () => {
    const around = [60, 148].map((y) => sceneNode(`nic:${y}`, { x: 124, y, width: 92, height: 40 }))
    const right = sceneNode('bond:b', { x: 300, y: 100, width: 92, height: 40 })
    expect(sentenceAt(sceneOf([own, ...around, right]))).toBeNull()
    expect(sentenceAt(sceneOf(around))).toBeNull()
  })
})
