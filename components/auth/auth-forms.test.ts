import { describe, expect, it } from 'vitest'
import { toSetupRequest, validateRepeated } from './setup-form'
import { toSignInRequest } from './sign-in-form'

describe('sign-in and set-up requests', () => {
  it('trim the name and never the password', () => {
    expect(toSignInRequest({ login: ' ada ', password: ' x ' })).toEqual({ login: 'ada', password: ' x ' })
    expect(toSetupRequest({ code: ' AB-CD ', login: 'ada ', password: 'long enough one', repeated: 'other' })).toEqual({
      code: 'AB-CD',
      login: 'ada',
      password: 'long enough one',
    })
  })

  it('want the password twice', () => {
    expect(validateRepeated('a', 'a')).toBeUndefined()
    expect(validateRepeated('a', 'b')).toContain('differ')
  })
})
