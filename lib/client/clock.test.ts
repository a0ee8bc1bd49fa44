import { describe, expect, it } from 'vitest'
import { clockOffset } from './clock'

const at = (text: string): number => Date.parse(text)

describe('clockOffset', () => {
  it('takes a second of rounding for no difference', () => {
    expect(clockOffset('Sun, 01 Mar 2026 14:00:00 GMT', at('2026-03-01T14:00:01.200Z'))).toBe(0)
  })

  it('measures a clock that is behind', () => {
    expect(clockOffset('Sun, 01 Mar 2026 14:05:00 GMT', at('2026-03-01T14:00:00.500Z'))).toBe(300_000)
  })

  it('gives 0 without a header or with a foreign one', () => {
    expect(clockOffset(null, 0)).toBe(0)
    expect(clockOffset('soon', 0)).toBe(0)
  })
})
