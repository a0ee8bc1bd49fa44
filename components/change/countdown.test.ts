import { describe, expect, it } from 'vitest'
import { countdownOf, secondsText } from './countdown'

const DEADLINE = '2026-03-01T14:00:00.000Z'
const at = (secondsBefore: number, window: number | null = 75) =>
  countdownOf(DEADLINE, window, Date.parse(DEADLINE) - secondsBefore * 1_000)

describe('countdownOf', () => {
  it('counts whole seconds and never below zero', () => {
    expect([75, 41.2, 0.001, 0, -3].map((left) => at(left).seconds)).toEqual([75, 42, 1, 0, 0])
  })

  it('draws the share of the window that is left', () => {
    expect(at(75).share).toBe(1)
    expect(at(15).share).toBeCloseTo(0.2)
    expect(at(-1).share).toBe(0)
  })

  it('is never more than whole after an extension', () => {
    expect(at(135).share).toBe(1)
  })

  it('speaks at 60, 30, 10 and 5', () => {
    expect([75, 61, 60, 59, 31, 30, 11, 10, 6, 5, 1, 0].map((left) => at(left).spoken)).toEqual([
      null,
      null,
      60,
      60,
      60,
      30,
      30,
      10,
      10,
      5,
      5,
      5,
    ])
  })

  it('does not speak of marks that the window began below', () => {
    expect(at(45, 45).spoken).toBeNull()
    expect(at(44, 45).spoken).toBeNull()
    expect(at(30, 45).spoken).toBe(30)
  })

  it('does without a known window', () => {
    expect(at(20, null)).toEqual({ seconds: 20, share: 1, spoken: null })
  })
})

describe('secondsText', () => {
  it('says minutes from one on', () => {
    expect([5, 59, 60, 75, 300].map(secondsText)).toEqual(['5 s', '59 s', '1 min', '1 min 15 s', '5 min'])
  })
})
