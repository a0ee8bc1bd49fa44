import { describe, expect, it } from 'vitest'
import { isGivenUp, isNothingLeft, statusWords } from './change-words'

const AT = '2026-03-01T10:00:00.000Z'

describe('a change in words', () => {
  it('is no success while it is not stored, and no failure when nobody applied it', () => {
    expect(statusWords({ status: 'confirmed', isPersisted: true, appliedAt: AT }).word).toBe('kept')
    expect(statusWords({ status: 'confirmed', isPersisted: false, appliedAt: AT }).tone).toBe('error')
    expect(statusWords({ status: 'failed', isPersisted: true, appliedAt: null }).word).toBe('given up')
    expect(isGivenUp({ status: 'failed', appliedAt: AT })).toBe(false)
  })

  it('leaves nothing once it is put back, failed or undone', () => {
    expect(isNothingLeft({ status: 'planned', undoneBy: null })).toBe(false)
    expect(isNothingLeft({ status: 'confirmed', undoneBy: null })).toBe(false)
    expect(isNothingLeft({ status: 'rollback_failed', undoneBy: null })).toBe(false)
    expect(isNothingLeft({ status: 'confirmed', undoneBy: 'a-later-one' })).toBe(true)
    expect(isNothingLeft({ status: 'rolled_back', undoneBy: null })).toBe(true)
    expect(isNothingLeft({ status: 'failed', undoneBy: null })).toBe(true)
  })
})
