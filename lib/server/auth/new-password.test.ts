import { describe, expect, it } from 'vitest'
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

  it('weighs the longest password in no time that could stall the console', () => {
    expect(passwordProblem('password'.repeat(32), 'ada')).not.toBeNull()
  })
})
