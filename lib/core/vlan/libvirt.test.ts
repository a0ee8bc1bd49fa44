import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LibvirtVlan } from '../model/libvirt'
import { readVlan } from '../parse/libvirt-xml-vlan'
import { VlanChoice } from '../intents/fields'
import { newDocument, setVlan } from '../plan/definitions/xml-edit'
import { ovsPortOfLibvirt, vlanOfLibvirt } from './libvirt'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'
import { isSameVlan } from './same'
import { formatPortVlan } from './words'

const tag = (id: number): LibvirtVlan => ({ isTrunk: false, tags: [{ id, nativeMode: null }] })
const trunk = (native: 'tagged' | 'untagged' | null): LibvirtVlan => ({
  isTrunk: true,
  tags: [
    { id: 20, nativeMode: null },
    { id: 10, nativeMode: native },
  ],
})

describe('vlanOfLibvirt', () => {
  it.each([
    [tag(5), { mode: 'access', tag: 5, trunks: [], isExplicit: false }, 'access 5'],
    [{ ...tag(5), isTrunk: true }, { mode: 'trunk', tag: null, trunks: [5], isExplicit: false }, 'trunk 5'],
    [trunk(null), { mode: 'trunk', tag: null, trunks: [10, 20], isExplicit: false }, 'trunk 10, 20'],
    [
      trunk('tagged'),
      { mode: 'native-tagged', tag: 10, trunks: [10, 20], isExplicit: true },
      'native-tagged 10 of 10, 20',
    ],
    [
      trunk('untagged'),
      { mode: 'native-untagged', tag: 10, trunks: [10, 20], isExplicit: true },
      'native-untagged 10 of 10, 20',
    ],
  ])('%j', (vlan, port, words) => {
    expect(vlanOfLibvirt(vlan)).toEqual({ ...port, carriesAll: false, customerVlans: [] })
    expect(formatPortVlan(vlanOfLibvirt(vlan))).toBe(words)
  })

  it('asks for nothing without a tag: on Open vSwitch the port then carries all', () => {
    for (const none of [null, { isTrunk: false, tags: [] }]) {
      expect(vlanOfLibvirt(none)).toBeNull()
      expect(ovsPortOfLibvirt(none)).toEqual(OPEN_TRUNK)
    }
  })

  it('makes of a <vlan> that we write what was asked for', () => {
    const id = fc.integer({ min: 1, max: 4094 })
    const list = fc.uniqueArray(id, { minLength: 1, maxLength: 6 })
    const native = fc.constantFrom(undefined, 'tagged' as const, 'untagged' as const)
    fc.assert(
      fc.property(list, native, fc.boolean(), (tags, nativeMode, isAccess) => {
        const [first = 1] = tags
        const nativeTag = nativeMode === undefined ? undefined : first
        const choice = isAccess ? { mode: 'access', tag: first } : { mode: 'trunk', tags, nativeTag, nativeMode }
        const parent = newDocument('portgroup')
        setVlan(parent, VlanChoice.parse(choice))
        const asked = isAccess
          ? accessVlan(first)
          : nativeMode === undefined
            ? trunkVlan(tags)
            : askedVlan({ mode: `native-${nativeMode}`, tag: first, trunks: tags })
        expect(isSameVlan(vlanOfLibvirt(readVlan(parent)), asked)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
