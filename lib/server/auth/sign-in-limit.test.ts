import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import type { SignInAttempt } from './sign-in-limit'
import { SignInLimit } from './sign-in-limit'

const ADA: SignInAttempt = { login: 'ada', address: '::1', deviceId: null, isAddressKnown: false }

const retryAfter = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_attempts') return error.details['retryAfterSeconds']
    throw error
  }
  return null
}
const fail = (limit: SignInLimit, times: number, attempt: Partial<SignInAttempt> = {}, nowMs = 0) => {
  for (let i = 0; i < times; i++) limit.begin({ ...ADA, ...attempt }, nowMs)
}
const wait = (limit: SignInLimit, attempt: Partial<SignInAttempt> = {}, nowMs = 0) =>
  retryAfter(() => limit.begin({ ...ADA, ...attempt }, nowMs))

describe('SignInLimit', () => {
  it('locks after five failures and says for how long', () => {
    const limit = new SignInLimit()
    fail(limit, 4)
    expect(limit.begin(ADA, 0).beginsLock).toBe(true)
    expect(wait(limit, { login: 'Ada ' }, 1_000)).toBe(29)
  })

  it('doubles the wait with each failure after a lock, up to a quarter of an hour', () => {
    const limit = new SignInLimit()
    fail(limit, 5)
    const waits: unknown[] = []
    for (let now = 30_000, i = 0; i < 7; i++) {
      limit.begin(ADA, now)
      const seconds = wait(limit, {}, now)
      waits.push(seconds)
      now += Number(seconds) * 1000
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900])
  })

  it('does not lock another name or another address', () => {
    const limit = new SignInLimit()
    fail(limit, 5)
    expect(wait(limit, { address: '192.0.2.1' })).toBeNull()
    expect(wait(limit, { login: 'bob' })).toBeNull()
  })

  it('takes the addresses of one IPv6 network for one', () => {
    const limit = new SignInLimit()
    for (let i = 0; i < 5; i++) fail(limit, 1, { address: `2001:db8:0:7::${i + 1}` })
    expect(wait(limit, { address: '2001:db8:0:7:ffff::9' })).toBe(30)
    expect(wait(limit, { address: '2001:db8:0:8::1' })).toBeNull()
  })

  it('locks an address that guesses at many names, and one account of its own does not wash that off', () => {
    const limit = new SignInLimit()
    for (let i = 0; i < 19; i++) {
      fail(limit, 1, { login: `user${i}` })
      limit.begin({ ...ADA, login: 'eve' }, 0).succeed()
    }
    expect(wait(limit, { login: 'user19' })).toBeNull()
    expect(wait(limit, { login: 'user20' })).toBe(30)
    expect(wait(limit, { login: 'user20', address: '192.0.2.1' })).toBeNull()
  })

  it('slows many addresses guessing at one name, for a minute at most', () => {
    const limit = new SignInLimit()
    let longest = 0
    for (let i = 0, now = 0; i < 40; i++) {
      const seconds = Number(wait(limit, { address: `192.0.2.${i}` }, now) ?? 0)
      longest = Math.max(longest, seconds)
      now += seconds * 1000
    }
    expect(longest).toBe(60)
  })

  it.each([{ deviceId: 'laptop' }, { isAddressKnown: true }])('always lets the owner try, who shows %o', (owner) => {
    const limit = new SignInLimit()
    for (let i = 0; i < 16; i++) {
      for (let guess = 0; guess < 40; guess++) wait(limit, { address: `198.51.${i}.${guess}` })
      expect(wait(limit, { address: '203.0.113.9' }), 'a stranger').toBeGreaterThan(0)
      const attempt = limit.begin({ ...ADA, address: '192.0.2.7', ...owner }, 0)
      expect(attempt.rank).toBe('known')
      attempt.succeed()
    }
  })

  it('gives a stolen mark no more guesses than anybody has', () => {
    const limit = new SignInLimit()
    const guesses = (attempt: Partial<SignInAttempt>) =>
      Array.from({ length: 30 }, () => wait(limit, attempt)).filter((seconds) => seconds === null).length
    expect(guesses({ deviceId: 'stolen' }), 'five with it and five without').toBe(10)
    expect(guesses({ deviceId: 'stolen', address: '192.0.2.7', isAddressKnown: true }), 'the owner’s place').toBe(5)
  })

  it('gives many marks of one user no more guesses together', () => {
    const limit = new SignInLimit()
    const guess = (_: unknown, i: number) => wait(limit, { deviceId: `stolen ${i % 30}` })
    const answers = Array.from({ length: 300 }, guess)
    expect(answers.filter((seconds) => seconds === null).length, 'twenty with them and five without').toBe(25)
    limit.begin({ ...ADA, deviceId: 'stolen 1', address: '192.0.2.7', isAddressKnown: true }, 0).succeed()
  })

  it('counts what a known address tries with many names, and still lets the owner of a device try', () => {
    const limit = new SignInLimit()
    for (let i = 0; i < 20; i++) fail(limit, 1, { login: `colleague${i}`, isAddressKnown: true })
    expect(wait(limit, { login: 'colleague20', isAddressKnown: true })).toBe(30)
    expect(wait(limit, { login: 'colleague20', isAddressKnown: true, deviceId: 'laptop' })).toBeNull()
    expect(wait(limit, { login: 'colleague20', isAddressKnown: true, address: '192.0.2.9' })).toBeNull()
  })

  it('leaves the lock of a later failure, whatever an earlier attempt comes to', () => {
    for (const ending of ['takeBack', 'succeed'] as const) {
      const limit = new SignInLimit()
      const early = limit.begin({ ...ADA, login: 'eve' }, 0)
      for (let i = 0; i < 19; i++) fail(limit, 1, { login: `user${i}` })
      early[ending]()
      expect(wait(limit, { login: 'user20' }), ending).toBe(30)
    }
    const limit = new SignInLimit()
    fail(limit, 4)
    limit.begin(ADA, 0).takeBack()
    expect(wait(limit), 'its own').toBeNull()
  })

  it('does not count what was not looked at', () => {
    const limit = new SignInLimit()
    for (let i = 0; i < 50; i++) limit.begin(ADA, 0).takeBack()
    fail(limit, 4)
    expect(wait(limit)).toBeNull()
  })

  it('forgets failures after a success, and after an hour', () => {
    const limit = new SignInLimit()
    fail(limit, 3)
    limit.begin(ADA, 0).succeed()
    fail(limit, 4, {}, 1_000)
    expect(limit.begin(ADA, 1_000 + 3_600_000).beginsLock).toBe(false)
  })

  it('slows down somebody at an open session who guesses its password, and nobody else', () => {
    const limit = new SignInLimit()
    fail(limit, 5)
    for (let i = 0; i < 5; i++) limit.beginSignedIn('ada', 0)
    expect(retryAfter(() => limit.beginSignedIn('ada', 0))).toBe(30)
    expect(wait(limit, { address: '192.0.2.1' })).toBeNull()
  })
})
