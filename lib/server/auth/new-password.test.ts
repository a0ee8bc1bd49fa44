import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { describe, expect, it, vi } from 'vitest'
import { passwordProblem } from './new-password'

describe('passwordProblem', () => {
  it.each([
    'password1234',
    'passwordpassword',
    'qwertyuiopasdfgh',
    '123456789012',
    'aaaaaaaaaaaa',
    'P@ssw0rd2026',
    'letmeinletmein',
  ])('refuses %s as common', (password) => expect(passwordProblem(password, 'ada')).toMatch(/first that are guessed/))

  it.each([
    ['grace-and-more-of-it', 'Grace', /user name/],
    ['My PatchBay, my castle', 'ada', /this product/],
    ['ada ada ada ada', 'ada', /first that are guessed/],
  ])('refuses %s of %s as naming itself', (password, login, why) =>
    expect(passwordProblem(password, login)).toMatch(why),
  )

  it.each(['four short words do', 'correct horse battery', 'only looks at things', 'gT7#kq!vLz2$'])(
    'takes %s',
    (password) => expect(passwordProblem(password, 'admin')).toBeNull(),
  )

  it('weighs no more of a password than could stall the console, and says what it weighed', () => {
    const check = vi.spyOn(ZxcvbnFactory.prototype, 'check')
    expect(passwordProblem('p4$$w0rd'.repeat(32), 'ada')).toMatch(/^begins with 32 characters that are among the first/)
    expect(passwordProblem('p4$$w0rd'.repeat(4), 'ada')).toMatch(/^is among the first/)
    expect(check.mock.calls.map(([weighed]) => weighed.length)).toEqual([32, 32])
    check.mockRestore()
  })
})
