import { describe, expect, it } from 'vitest'
import type { IntentInput } from '@/lib/core/intents/intent'
import { addEdit, NO_STAGED_EDITS } from './staged-edits'
import { isCureStaged, stageCure } from './stage-cure'

const carry = (...trunks: number[]): IntentInput => ({
  ...{ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'eth1', mode: 'native-untagged', tag: 1, trunks },
})

describe('cures of findings', () => {
  it('of one uplink add up', () => {
    const staged = stageCure(stageCure(NO_STAGED_EDITS, carry(125, 300)), carry(125, 301))
    expect(staged.edits.map(({ intent }) => intent)).toEqual([carry(125, 300, 301)])
    expect(isCureStaged(staged, carry(125, 300))).toBe(true)
    expect(isCureStaged(staged, carry(125, 302))).toBe(false)
  })

  it('come after what else is staged', () => {
    const other: IntentInput = { kind: 'ovsBridge.set', name: 'ovsbr2' }
    expect(stageCure(addEdit(NO_STAGED_EDITS, other), carry(300)).edits.map(({ intent }) => intent)).toEqual([
      other,
      carry(300),
    ])
    expect(isCureStaged(addEdit(NO_STAGED_EDITS, other), carry(300))).toBe(false)
  })
})
