import { describe, expect, it } from 'vitest'
import { extendVlanHues, hueColour, NO_HUES } from './vlan-hues'

describe('extendVlanHues', () => {
  it('hands slots out in order of first use and keeps them', () => {
    const first = extendVlanHues(NO_HUES, [125, 126])
    const second = extendVlanHues(first, [20, 126, 125])
    expect([...second]).toEqual([
      [125, 1],
      [126, 2],
      [20, 3],
    ])
  })

  it('gives back the same map when nothing is new', () => {
    const hues = extendVlanHues(NO_HUES, [1, 2])
    expect(extendVlanHues(hues, [2, 1])).toBe(hues)
  })

  it('starts over after ten', () => {
    const hues = extendVlanHues(NO_HUES, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(hues.get(10)).toBe(10)
    expect(hues.get(11)).toBe(1)
  })
})

describe('hueColour', () => {
  it('falls back to the resting line', () => {
    expect(hueColour(NO_HUES, 5)).toBe('var(--line-3)')
    expect(hueColour(extendVlanHues(NO_HUES, [5]), 5)).toBe('var(--vlan-1)')
  })
})
