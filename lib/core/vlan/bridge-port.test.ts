import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BridgeVlanEntry } from '../model/link'
import type { PortVlan } from '../model/vlan'
import { hasAsymmetry, isSameTable, tableOf, vlanOfTable } from './bridge-port'
import { accessVlan, askedVlan, trunkVlan } from './make'
import { isSameVlan } from './same'
import { anyPortVlan } from './testing/vlans'

const untaggedPvid = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: true, isEgressUntagged: true })
const taggedPvid = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: true, isEgressUntagged: false })
const tagged = (from: number, to = from): BridgeVlanEntry => ({ from, to, isPvid: false, isEgressUntagged: false })
const untagged = (from: number): BridgeVlanEntry => ({ from, to: from, isPvid: false, isEgressUntagged: true })
const native = (mode: PortVlan['mode'], tag: number, trunks: number[] | 'all'): PortVlan =>
  askedVlan({ mode, tag, trunks })

describe('vlanOfTable', () => {
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
    expect(vlanOfTable(entries, 1)).toMatchObject(expected)
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
        const vlan = vlanOfTable(entries, 1)
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

describe('tableOf', () => {
  it.each<[string, Parameters<typeof tableOf>[0], BridgeVlanEntry[]]>([
    ['access', accessVlan(125), [untaggedPvid(125)]],
    ['trunk', trunkVlan([7, 8, 9]), [tagged(7, 9)]],
    ['trunk of all', trunkVlan('all'), [tagged(1, 4094)]],
    [
      'a native VLAN among the listed',
      native('native-untagged', 5, [4, 5, 6]),
      [tagged(4), untaggedPvid(5), tagged(6)],
    ],
    ['a native VLAN that is not listed', native('native-tagged', 1, [6]), [taggedPvid(1), tagged(6)]],
    ['a native VLAN and all others', native('native-untagged', 1, 'all'), [untaggedPvid(1), tagged(2, 4094)]],
  ])('%s', (_, vlan, table) => {
    expect(tableOf(vlan)).toEqual(table)
  })

  it('makes a table that is read as what was asked for', () => {
    fc.assert(
      fc.property(anyPortVlan, (vlan) => {
        const table = tableOf(vlan)
        fc.pre(vlan.mode !== 'dot1q-tunnel' && vlan.tag !== 0 && !vlan.trunks.includes(0))
        const back = vlanOfTable(table, 1)
        expect(isSameVlan(back, asRead(vlan))).toBe(true)
        expect(isSameTable(tableOf(back), table)).toBe(true)
      }),
    )
  })
})

/** The table has no place for a native VLAN's being listed, nor for a native VLAN alone that leaves untagged: that is access. */
const asRead = (vlan: PortVlan): PortVlan => {
  const trunks = vlan.trunks.filter((id) => id !== vlan.tag)
  const isAccess = vlan.mode === 'native-untagged' && trunks.length === 0 && !vlan.carriesAll
  return isAccess ? accessVlan(vlan.tag ?? 0) : { ...vlan, trunks }
}

it('isSameTable: ranges or singles, in any order', () => {
  expect(isSameTable([tagged(5, 7), untaggedPvid(1)], [untaggedPvid(1), tagged(7), tagged(6), tagged(5)])).toBe(true)
  expect(isSameTable([untaggedPvid(1)], [taggedPvid(1)])).toBe(false)
  expect(isSameTable([tagged(5, 7)], [tagged(5, 8)])).toBe(false)
})
