import { describe, expect, it } from 'vitest'
import type { SceneEdge } from '@/lib/core/topology/place/scene'
import { edgesWithin, tileBox, tileWindow } from './edge-window'

const edge = (id: string, points: [number, number][]): SceneEdge => ({
  edge: {
    id,
    kind: 'plain',
    from: 'a',
    to: 'b',
    vlan: null,
    label: '',
    health: 'ok',
    evidence: 'confirmed',
    isManagement: false,
  },
  points: points.map(([x, y]) => ({ x, y })),
  labelAt: null,
})

describe('tileWindow', () => {
  it('stays equal while panning inside its tiles', () => {
    expect(tileWindow([-10, -10, 1], 1000, 500)).toBe(tileWindow([-20, -5, 1], 1000, 500))
    expect(tileWindow([-10, -10, 1], 1000, 500)).not.toBe(tileWindow([-600, -10, 1], 1000, 500))
  })

  it('covers the whole window', () => {
    const box = tileBox(tileWindow([-700, -30, 0.5], 1000, 500))
    expect(box.x).toBeLessThanOrEqual(1400)
    expect(box.x + box.width).toBeGreaterThanOrEqual(3400)
    expect(box.y + box.height).toBeGreaterThanOrEqual(1060)
  })
})

describe('edgesWithin', () => {
  it('keeps edges that cross the area, also when both ends are outside', () => {
    const area = { x: 100, y: 100, width: 100, height: 100 }
    const edges = [
      edge('crosses', [
        [0, 150],
        [300, 150],
      ]),
      edge('above', [
        [0, 50],
        [300, 50],
      ]),
    ]
    expect(edgesWithin(edges, area).map(({ edge: { id } }) => id)).toEqual(['crosses'])
  })
})
