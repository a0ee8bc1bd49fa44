import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BridgeVlanEntry } from '../model/link'
import { hasAsymmetry, toPortVlan } from './links-port-vlan'

const untaggedPvid = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: true, isEgressUntagged: true })
const taggedPvid = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: true, isEgressUntagged: false })
const tagged = (from: number, to = from): BridgeVlanEntry => ({ from, to, isPvid: false, isEgressUntagged: false })
const untagged = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: false, isEgressUntagged: true })

describe('toPortVlan', () => {
  it.each([
    [
      'the kernel default',
      [untaggedPvid(1)],
      { mode: 'access', tag: 1, trunks: [], carriesAll: false, isExplicit: false },
    ],
    [
      'another access VLAN',
      [untaggedPvid(125)],
      { mode: 'access', tag: 125, trunks: [], carriesAll: false, isExplicit: true },
    ],
    [
      'native and tagged',
      [tagged(210), untaggedPvid(1), tagged(200, 202)],
      { mode: 'native-untagged', tag: 1, trunks: [200, 201, 202, 210] },
    ],
    ['a tagged PVID', [taggedPvid(5), tagged(6)], { mode: 'native-tagged', tag: 5, trunks: [6] }],
    ['a lone tagged PVID', [taggedPvid(5)], { mode: 'native-tagged', tag: 5, trunks: [], carriesAll: false }],
    ['tagged only', [tagged(7, 9)], { mode: 'trunk', tag: null, trunks: [7, 8, 9], carriesAll: false }],
    ['all tagged', [tagged(1, 4094)], { mode: 'trunk', tag: null, trunks: [], carriesAll: true }],
    [
      'native and all others',
      [untaggedPvid(1), tagged(2, 4094)],
      { mode: 'native-untagged', tag: 1, trunks: [], carriesAll: true },
    ],
    ['nothing', [], { mode: 'trunk', tag: null, trunks: [], carriesAll: false, isExplicit: true }],
    ['the same VLAN twice', [tagged(7), tagged(7)], { mode: 'trunk', trunks: [7] }],
  ])('%s', (_, entries, expected) => {
    expect(toPortVlan(entries, 1)).toMatchObject(expected)
  })

  it('carries exactly the VLANs of the table, whatever the table', () => {
    const entry = fc
      .record({
        from: fc.integer({ min: 1, max: 4094 }),
        width: fc.nat(4000),
        isPvid: fc.boolean(),
        isEgressUntagged: fc.boolean(),
      })
      .map(({ from, width, ...flags }): BridgeVlanEntry => ({
        from,
        to: flags.isPvid ? from : Math.min(from + width, 4094),
        ...flags,
      }))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const vlan = toPortVlan(entries, 1)
        const expected = new Set(
          entries.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, step) => from + step)),
        )
        const all = Array.from({ length: 4094 }, (_, index) => index + 1)
        const carried = new Set(vlan.carriesAll ? all : vlan.trunks)
        if (vlan.tag !== null) carried.add(vlan.tag)
        expect([...carried].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b))
      }),
      { numRuns: 50 },
    )
  })
})

it('hasAsymmetry: untagged out of VLANs that untagged frames do not come in by', () => {
  expect(hasAsymmetry([untaggedPvid(1), tagged(5)])).toBe(false)
  expect(hasAsymmetry([untaggedPvid(1), untagged(5)])).toBe(true)
})
