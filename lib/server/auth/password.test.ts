import { describe, expect, it } from 'vitest'
import { checkPassword, hashPassword } from './password'

describe('passwords', () => {
  it('are argon2id, salted, and checked', async () => {
    const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await checkPassword(one, 'correct horse')).toBe(true)
    expect(await checkPassword(one, 'wrong horse')).toBe(false)
  })

  it('never match for an unknown user, not even the stand-in', async () => {
    expect(await checkPassword(null, 'nobody has this password')).toBe(false)
  })
})
