import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integer, integers, parseOvsdbTables, rowsOf, text } from '../parse/ovsdb'
import { columnsOf, vlanOfColumns } from './ovs-port'
import { anyPortVlan } from './testing/vlans'

function vlanOf(columns: Record<string, unknown>) {
  const json = JSON.stringify({ headings: Object.keys(columns), data: [Object.values(columns)] })
  const result = parseOvsdbTables(json, ['Port'])
  const row = (result.ok ? rowsOf(result.value, 'Port')[0] : undefined) ?? new Map()
  return vlanOfColumns({
    vlanMode: text(row, 'vlan_mode'),
    tag: integer(row, 'tag'),
    trunks: integers(row, 'trunks'),
    cvlans: integers(row, 'cvlans'),
  })
}
const none = ['set', []]

describe('vlanOfColumns', () => {
  it.each([
    ['nothing set: trunk of all', {}, 'trunk', null, [], true, false],
    ['columns there but empty', { tag: none, trunks: none, vlan_mode: none }, 'trunk', null, [], true, false],
    ['tag only: access', { tag: 125 }, 'access', 125, [], false, false],
    ['tag 0: access to VLAN 0', { tag: 0 }, 'access', 0, [], false, false],
    [
      'tag and trunks without a mode: trunks are ignored',
      { tag: 5, trunks: ['set', [1, 2]] },
      'access',
      5,
      [],
      false,
      false,
    ],
    ['one trunk, printed bare', { trunks: 200 }, 'trunk', null, [200], false, false],
    [
      'trunk mode ignores the tag',
      { vlan_mode: 'trunk', tag: 7, trunks: ['set', [9, 8, 9]] },
      'trunk',
      null,
      [8, 9],
      false,
      true,
    ],
    ['access mode without tag', { vlan_mode: 'access' }, 'access', 0, [], false, true],
    [
      'native-untagged',
      { vlan_mode: 'native-untagged', tag: 1, trunks: ['set', [125, 126]] },
      'native-untagged',
      1,
      [125, 126],
      false,
      true,
    ],
    ['native-tagged of all', { vlan_mode: 'native-tagged', tag: 1 }, 'native-tagged', 1, [], true, true],
    ['native without tag: VLAN 0', { vlan_mode: 'native-untagged' }, 'native-untagged', 0, [], true, true],
    ['a tunnel port', { vlan_mode: 'dot1q-tunnel', tag: 200, trunks: 5 }, 'dot1q-tunnel', 200, [], false, true],
    ['values out of range', { tag: 4096, trunks: ['set', [-1, 10, 5000]] }, 'trunk', null, [10], false, false],
  ] as const)('%s', (_, columns, mode, tag, trunks, carriesAll, isExplicit) => {
    expect(vlanOf(columns)).toMatchObject({
      vlan: { mode, tag, trunks, carriesAll, customerVlans: [], isExplicit },
      unknownMode: null,
    })
  })

  it('keeps what an access port lists in trunks in vain', () => {
    expect(vlanOf({ tag: 5, trunks: ['set', [7, 6]] }).ignoredTrunks).toEqual([6, 7])
    expect(vlanOf({ trunks: ['set', [7, 6]] }).ignoredTrunks).toEqual([])
  })

  it('reads the inner VLANs of a tunnel port', () => {
    const { vlan } = vlanOf({ vlan_mode: 'dot1q-tunnel', tag: 200, cvlans: ['set', [30, 20]] })
    expect(vlan.customerVlans).toEqual([20, 30])
  })

  it('reports a mode it does not know and falls back to trunk, as ovs-vswitchd does', () => {
    expect(vlanOf({ vlan_mode: 'hybrid', tag: 5 })).toMatchObject({ vlan: { mode: 'trunk' }, unknownMode: 'hybrid' })
  })
})

describe('columnsOf', () => {
  it('writes columns that are read as the same setting, where Open vSwitch can hold it', () => {
    fc.assert(
      fc.property(anyPortVlan, (vlan) => {
        // To Open vSwitch an empty list is all VLANs, and a mode that is not named follows from the tag.
        fc.pre(vlan.carriesAll || vlan.trunks.length > 0 || vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel')
        fc.pre(vlan.isExplicit || vlan.mode === 'access' || vlan.mode === 'trunk')
        expect(vlanOfColumns(columnsOf(vlan))).toEqual({ vlan, ignoredTrunks: [], unknownMode: null })
      }),
    )
  })

  it('leaves a list where it is that an access port ignores', () => {
    const { vlan, ignoredTrunks } = vlanOf({ tag: 5, trunks: ['set', [7, 6]] })
    expect(columnsOf(vlan, ignoredTrunks)).toEqual({ vlanMode: null, tag: 5, trunks: [6, 7], cvlans: [] })
  })
})
