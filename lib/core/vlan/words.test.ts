import { describe, expect, it } from 'vitest'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'
import { formatPortVlan, formatVlanList } from './words'

it.each([
  [[], ''],
  [[125], '125'],
  [[126, 125], '125, 126'],
  [[100, 101, 102, 125], '100–102, 125'],
  [[3, 1, 2, 2], '1–3'],
])('formatVlanList(%j)', (ids, words) => {
  expect(formatVlanList(ids)).toBe(words)
})

describe('formatPortVlan', () => {
  it.each([
    [null, 'no VLAN'],
    [accessVlan(125), 'access 125'],
    [askedVlan({ mode: 'access' }), 'access 0'],
    [trunkVlan([126, 125]), 'trunk 125, 126'],
    [OPEN_TRUNK, 'trunk all'],
    [trunkVlan([]), 'trunk none'],
    [askedVlan({ mode: 'native-untagged', tag: 1, trunks: [125, 126] }), 'native-untagged 1 of 125, 126'],
    [askedVlan({ mode: 'native-tagged', tag: 1, trunks: 'all' }), 'native-tagged 1 of all'],
    [askedVlan({ mode: 'dot1q-tunnel', tag: 200 }), 'dot1q-tunnel 200, customers all'],
    [askedVlan({ mode: 'dot1q-tunnel', tag: 200, customerVlans: [10, 20] }), 'dot1q-tunnel 200, customers 10, 20'],
  ])('%j', (vlan, words) => {
    expect(formatPortVlan(vlan)).toBe(words)
  })
})
