import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { SignInLimit } from './sign-in-limit'

const retryAfter = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_attempts') return error.details['retryAfterSeconds']
    throw error
  }
  return null
}
const fail = (limit: SignInLimit, times: number, address: string, nowMs = 0) => {
  for (let i = 0; i < times; i++) limit.begin('ada', address, nowMs)
}

describe('SignInLimit', () => {
  it('locks after five failures and says for how long', () => {
    const limit = new SignInLimit()
    fail(limit, 4, '::1')
    expect(limit.begin('ada', '::1', 0)).toBe(true)
    expect(retryAfter(() => limit.begin('Ada ', '::1', 1_000))).toBe(29)
  })

  it('doubles the wait with each failure after a lock, up to a quarter of an hour', () => {
    const limit = new SignInLimit()
    fail(limit, 5, '::1')
    const waits: unknown[] = []
    for (let now = 30_000, i = 0; i < 7; i++) {
      limit.begin('ada', '::1', now)
      const wait = retryAfter(() => limit.begin('ada', '::1', now))
      waits.push(wait)
      now += Number(wait) * 1000
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900])
  })

  it('does not lock another name or another address', () => {
    const limit = new SignInLimit()
    fail(limit, 5, '::1')
    expect(retryAfter(() => limit.begin('ada', '192.0.2.1', 0))).toBeNull()
    expect(retryAfter(() => limit.begin('bob', '::1', 0))).toBeNull()
  })

  it('slows many addresses guessing at one name, for a minute at most', () => {
    const limit = new SignInLimit()
    let longest = 0
    for (let i = 0, now = 0; i < 40; i++) {
      const wait = Number(retryAfter(() => limit.begin('ada', `192.0.2.${i}`, now)) ?? 0)
      longest = Math.max(longest, wait)
      now += wait * 1000
    }
    expect(longest).toBe(60)
  })

  it('forgets failures after a success, and after an hour', () => {
    const limit = new SignInLimit()
    fail(limit, 4, '::1')
    limit.succeed('ada', '::1')
    fail(limit, 4, '::1', 1_000)
    expect(limit.begin('ada', '::1', 1_000 + 3_600_000)).toBe(false)
  })
})
