import { describe, expect, it } from 'vitest'
import { ApiError, fieldErrors } from './http'

describe('fieldErrors', () => {
  it('gives each field its first complaint', () => {
    const fields = [
      { path: 'newPassword', message: 'is the password as it was' },
      { path: 'newPassword', message: 'is too short' },
      { path: 'auth.password', message: 'give the password' },
    ]
    expect(fieldErrors(new ApiError('invalid_request', 'no', { fields }))).toEqual({
      newPassword: 'is the password as it was',
      'auth.password': 'give the password',
    })
  })

  it.each([{}, { fields: 'x' }, { fields: [null, 'x', { path: 1, message: 'x' }, { path: 'x' }] }])(
    'finds none in %o',
    (details) => {
      const error = new ApiError('invalid_request', 'no', details)
      expect(fieldErrors(error)).toEqual({})
    },
  )

  it('finds none in another error', () => {
    expect(fieldErrors(new Error('no'))).toEqual({})
  })
})
