import { describe, expect, it } from 'vitest'
import type { PortVlan } from '@/lib/core/model/vlan'
import { toVlanChip } from './chip-text'

const port = (over: Partial<PortVlan>): PortVlan => ({
  mode: 'trunk',
  tag: null,
  trunks: [],
  carriesAll: false,
  customerVlans: [],
  isExplicit: true,
  ...over,
})

describe('toVlanChip', () => {
  it('prints an access tag, and nothing without one', () => {
    expect(toVlanChip(port({ mode: 'access', tag: 125 }))).toEqual({
      kind: 'access',
      items: [{ id: 125, mark: null }],
      rest: '',
    })
    expect(toVlanChip(port({ mode: 'access' }))).toBeNull()
  })

  it('shows three numbers of a trunk, then how many more', () => {
    expect(toVlanChip(port({ trunks: [20, 100, 125, 126, 200] }))).toEqual({
      kind: 'trunk',
      items: [
        { id: 20, mark: null },
        { id: 100, mark: null },
        { id: 125, mark: null },
      ],
      rest: '+2',
    })
  })

  it('puts the searched VLAN first and says of how many', () => {
    expect(toVlanChip(port({ trunks: [20, 100, 125, 126, 200] }), 125)).toEqual({
      kind: 'trunk',
      items: [{ id: 125, mark: null }],
      rest: '+4 of 5',
    })
  })

  it('marks the native VLAN, in the list or before it', () => {
    expect(toVlanChip(port({ mode: 'native-untagged', tag: 125, trunks: [125, 126] }))?.items).toEqual([
      { id: 125, mark: 'u' },
      { id: 126, mark: null },
    ])
    expect(toVlanChip(port({ mode: 'native-tagged', tag: 1, trunks: [126] }))?.items[0]).toEqual({ id: 1, mark: 't' })
  })

  it('never leaves an empty trunk blank', () => {
    expect(toVlanChip(port({ carriesAll: true }))?.rest).toBe('all')
    expect(toVlanChip(port({ carriesAll: false }))?.rest).toBe('none')
    expect(toVlanChip(port({ mode: 'native-untagged', tag: 1, carriesAll: true }))).toEqual({
      kind: 'trunk',
      items: [{ id: 1, mark: 'u' }],
      rest: 'all',
    })
  })
})
