import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNatural } from './natural'

describe('compareNatural', () => {
  it('counts', () => {
    expect(['vnet10', 'vnet2', 'br-int', 'eth0.100', 'eth0.20', 'eth', 'vnet02'].sort(compareNatural)).toEqual([
      'br-int',
      'eth',
      'eth0.20',
      'eth0.100',
      'vnet02',
      'vnet2',
      'vnet10',
    ])
  })

  it('is an order: antisymmetric, transitive, and equal only for equal texts', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', '.'), maxLength: 6 })
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b))).toBe(a === b ? 0 : -Math.sign(compareNatural(b, a)))
        if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
