import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'
import { isSameVlan, vlanKey } from './same'
import { anyPortVlan } from './testing/vlans'
import { formatPortVlan } from './words'

describe('isSameVlan', () => {
  it('is an equivalence', () => {
    fc.assert(
      fc.property(anyPortVlan, anyPortVlan, anyPortVlan, (a, b, c) => {
        expect(isSameVlan(a, a)).toBe(true)
        expect(isSameVlan(a, b)).toBe(isSameVlan(b, a))
        if (isSameVlan(a, b)) expect(isSameVlan(a, c)).toBe(isSameVlan(b, c))
        expect(isSameVlan(a, null)).toBe(false)
      }),
    )
    expect(isSameVlan(null, null)).toBe(true)
  })

  it('holds whoever named the mode, and in whatever order lists stand', () => {
    fc.assert(
      fc.property(anyPortVlan, (vlan) => {
        const other = {
          ...vlan,
          isExplicit: !vlan.isExplicit,
          trunks: vlan.trunks.toReversed(),
          customerVlans: vlan.customerVlans.toReversed(),
        }
        expect(isSameVlan(vlan, other)).toBe(true)
      }),
    )
  })

  it('holds exactly where keys are the same, and where people read the same', () => {
    fc.assert(
      fc.property(anyPortVlan, anyPortVlan, (a, b) => {
        expect(vlanKey(a) === vlanKey(b)).toBe(isSameVlan(a, b))
        expect(formatPortVlan(a) === formatPortVlan(b)).toBe(isSameVlan(a, b))
        expect(vlanKey(a)).not.toBe(vlanKey(null))
        expect(formatPortVlan(a)).not.toBe(formatPortVlan(null))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['another mode', accessVlan(5), trunkVlan([5])],
    ['another tag', accessVlan(5), accessVlan(6)],
    ['another list', trunkVlan([5]), trunkVlan([5, 6])],
    ['all, and none', OPEN_TRUNK, trunkVlan([])],
    ['a native VLAN that leaves tagged', native('native-tagged'), native('native-untagged')],
    ["other customers' VLANs", tunnel([10]), tunnel([10, 20])],
  ])('does not hold with %s', (_, a, b) => {
    expect(isSameVlan(a, b)).toBe(false)
  })
})

it.each([
  [null, 'none'],
  [accessVlan(125), 'access 125'],
  [OPEN_TRUNK, 'trunk all'],
  [trunkVlan([127, 125, 126]), 'trunk 125-127'],
  [native('native-untagged'), 'native-untagged 1 of 5'],
  [tunnel([10, 20]), 'dot1q-tunnel 200 of 10,20'],
])('vlanKey(%j) stays as kept plans hold it', (vlan, key) => {
  expect(vlanKey(vlan)).toBe(key)
})

function native(mode: 'native-tagged' | 'native-untagged') {
  return askedVlan({ mode, tag: 1, trunks: [5] })
}

function tunnel(customerVlans: number[]) {
  return askedVlan({ mode: 'dot1q-tunnel', tag: 200, customerVlans })
}
